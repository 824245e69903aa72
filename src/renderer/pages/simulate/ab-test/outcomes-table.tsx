import type { ReactElement } from 'react';
import type { AbTestOutput } from '#shared/schemas/simulate';
import { CopyTable } from '../../../components/copy-table';
import layout from '../../../components/form-and-results.module.css';
import { Panel } from '../../../components/panel';
import { formatPercent, formatValue } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';
import classes from '../simulate.module.css';
import { intervalText } from './decisions-table';

/** Every outcome at the end, beside the truth. */
export function OutcomesTable({ output }: { readonly output: AbTestOutput }): ReactElement {
  const { outcomes, names } = output;
  return (
    <Panel
      title="Outcomes"
      note="at the end; always-valid intervals, corrected for the number of outcomes"
      actions={<CopyTable table={() => outcomesTable(output)} what="outcomes" />}
    >
      <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of outcomes">
        <table className={`${layout.table} ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              {[names[0], names[1], 'Lift', 'True lift', 'With CUPED', 'CUPED removes'].map((head, column) => (
                <th key={column} scope="col" className={layout.number}>
                  {head}
                </th>
              ))}
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {outcomes.map(({ outcome, label, description, means, lift, always, truth, cuped, verdict }) => (
              <tr key={outcome}>
                <th scope="row" title={description}>
                  {label}
                </th>
                <td className={layout.number}>{formatValue(means[0])}</td>
                <td className={layout.number}>{formatValue(means[1])}</td>
                <td className={layout.number}>
                  {formatPercent(lift, 1)} <small>{intervalText(always)}</small>
                </td>
                <td className={layout.number}>{formatPercent(truth.lift, 1)}</td>
                <td className={layout.number}>
                  {cuped ? (
                    <>
                      {formatPercent(cuped.lift, 1)} <small>{intervalText(cuped.always)}</small>
                    </>
                  ) : (
                    '–'
                  )}
                </td>
                <td className={layout.number}>{cuped ? `${formatPercent(cuped.varianceReduction)} of the variance` : '–'}</td>
                <td className={classes[verdict]}>{verdict}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const outcomesTable = ({ outcomes }: AbTestOutput): TextTable => ({
  columns: [
    'outcome',
    'mean_a',
    'mean_b',
    'lift',
    'always_low',
    'always_high',
    'true_lift',
    'cuped_lift',
    'cuped_variance_reduction',
    'verdict',
  ],
  rows: outcomes.map(({ outcome, means, lift, always, truth, cuped, verdict }) => [
    outcome,
    ...means,
    lift,
    always.low,
    always.high,
    truth.lift,
    cuped?.lift ?? null,
    cuped?.varianceReduction ?? null,
    verdict,
  ]),
});
