import { SegmentedControl } from '@mantine/core';
import { useCallback, useState, type ReactElement } from 'react';
import type { BanditsOutput } from '#shared/schemas/bandits';
import { Chart } from '../../charts/chart';
import type { ChartColors } from '../../charts/chart-colors';
import { CopyTable } from '../../components/copy-table';
import layout from '../../components/form-and-results.module.css';
import { Panel } from '../../components/panel';
import { Statements } from '../../components/statements';
import { formatPercent, formatValue, plural } from '../../logic/format';
import { regretOption, regretTable, type RegretKind } from './logic/regret-chart';
import classes from './simulate.module.css';
import { statementsOf } from './logic/statements-of';

/** Regret over visits, and where the visits went. */
export function BanditsResult({ output }: { readonly output: BanditsOutput }): ReactElement {
  const [kind, setKind] = useState<RegretKind>('regret');
  const option = useCallback((colors: ChartColors) => regretOption(output, kind, colors), [output, kind]);
  return (
    <>
      <Panel
        title="Regret"
        note={`clicked visits lost so far, mean of ${plural(output.repetitions, 'repetition')}; dashed: 95% intervals`}
        actions={
          <SegmentedControl
            size="xs"
            aria-label="Regret against"
            data={[
              { value: 'regret', label: 'the best variant' },
              { value: 'personalRegret', label: 'every user’s best' },
            ]}
            value={kind}
            onChange={(next) => setKind(next)}
          />
        }
      >
        <Chart
          name="Bandit regret"
          label={`Regret of ${plural(output.bandits.length, 'bandit')} over ${plural(output.visits, 'visit')}`}
          option={option}
          table={() => regretTable(output)}
          height={320}
        />
      </Panel>
      <Panel
        title="Where the visits went"
        note={`truth: ${output.truth.map(({ name, reward }) => `${name} ${formatPercent(reward, 2)}`).join(', ')} of visits clicked`}
        actions={<CopyTable table={() => regretTable(output)} what="regret" />}
      >
        <VisitsTable output={output} kind={kind} />
        <Statements statements={statementsOf(output)} />
      </Panel>
    </>
  );
}

/** By bandit: its regret at the end, and the share of visits that each variant got. */
function VisitsTable({ output, kind }: { readonly output: BanditsOutput; readonly kind: RegretKind }): ReactElement {
  return (
    <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of policies">
      <table className={`${layout.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">Bandit</th>
            <th scope="col" className={layout.number}>
              Regret
            </th>
            {output.names.map((name, n) => (
              <th key={n} scope="col" className={layout.number}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {output.bandits.map(({ bandit, label, description, points }, b) => {
            const last = points[points.length - 1];
            return (
              <tr key={`${bandit}${b}`}>
                <th scope="row">
                  {label}
                  <div className={classes.guarantee}>{description}</div>
                </th>
                <td className={layout.number}>
                  {formatValue(last?.[kind].mean)}{' '}
                  <small>
                    [{formatValue(last?.[kind].low)}, {formatValue(last?.[kind].high)}]
                  </small>
                </td>
                {output.names.map((_, n) => (
                  <td key={n} className={layout.number}>
                    {formatPercent(last?.shares[n], 1)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
