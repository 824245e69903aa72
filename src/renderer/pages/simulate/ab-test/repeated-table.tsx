import type { ReactElement } from 'react';
import type { AbTestOutput } from '#shared/schemas/simulate';
import { CopyTable } from '../../../components/copy-table';
import layout from '../../../components/form-and-results.module.css';
import { Panel } from '../../../components/panel';
import { formatCount, formatPercent, plural } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';
import classes from '../simulate.module.css';
import { intervalText } from './decisions-table';

type Repeated = NonNullable<AbTestOutput['repeated']>;

/** How often every rule decides, measured on further tests. */
export function RepeatedTable({ repeated }: { readonly repeated: Repeated }): ReactElement {
  return (
    <Panel
      title={`The same test, ${plural(repeated.count, 'time')}`}
      note="with other users every time"
      actions={<CopyTable table={() => repeatedTable(repeated)} what="repeated tests" />}
    >
      <div className={layout.scroll}>
        <table className={`${layout.table} ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              {['Decided', 'Wrong', 'Median users', 'Intervals with the truth'].map((head) => (
                <th key={head} scope="col" className={layout.number}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {repeated.rules.map(({ rule, label, decided, wrong, wrongInterval, medianUsers, coverage }) => (
              <tr key={rule}>
                <th scope="row">{label}</th>
                <td className={layout.number}>{formatPercent(decided, 1)}</td>
                <td className={layout.number}>
                  {formatPercent(wrong, 1)} <small>{intervalText(wrongInterval)}</small>
                </td>
                <td className={layout.number}>{formatCount(medianUsers)}</td>
                <td className={layout.number}>{formatPercent(coverage, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const repeatedTable = ({ rules }: Repeated): TextTable => ({
  columns: ['rule', 'decided', 'wrong', 'wrong_low', 'wrong_high', 'median_users', 'coverage'],
  rows: rules.map(({ label, decided, wrong, wrongInterval, medianUsers, coverage }) => [
    label,
    decided,
    wrong,
    wrongInterval.low,
    wrongInterval.high,
    medianUsers,
    coverage,
  ]),
});
