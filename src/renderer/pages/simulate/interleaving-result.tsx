import { Select } from '@mantine/core';
import { useCallback, useState, type ReactElement } from 'react';
import type { InterleavingOutput } from '#shared/schemas/interleaving';
import { Chart } from '../../charts/chart';
import type { ChartColors } from '../../charts/chart-colors';
import { CopyTable } from '../../components/copy-table';
import layout from '../../components/form-and-results.module.css';
import { Panel } from '../../components/panel';
import { Statements } from '../../components/statements';
import { formatCount, formatP, formatPercent, formatValue, plural } from '../../logic/format';
import { interleavingTable, powerOption, powerTable } from './logic/interleaving-chart';
import classes from './simulate.module.css';
import { statementsOf } from './logic/statements-of';

/** Users needed by method, and what one test of each says. */
export function InterleavingResult({ output }: { readonly output: InterleavingOutput }): ReactElement {
  const [chosen, setChosen] = useState<string | null>(null);
  const challengers = output.truth.map(({ name }) => name);
  const index = Math.max(0, challengers.indexOf(chosen ?? ''));
  const option = useCallback((colors: ChartColors) => powerOption(output, index, colors), [output, index]);
  const truth = output.truth[index];
  return (
    <>
      <Panel
        title="Users needed"
        note={`for ${formatPercent(output.power)} of ${plural(output.repetitions, 'test')} to find the true preference`}
        actions={
          challengers.length > 1 && (
            <Select
              size="xs"
              aria-label="Challenger"
              data={challengers}
              value={challengers[index] ?? null}
              onChange={setChosen}
              allowDeselect={false}
            />
          )
        }
      >
        <Chart
          name={`Power ${truth?.name ?? ''}`}
          label={`Share of tests that find the preference for ${truth?.name ?? ''}, by users and method`}
          option={option}
          table={() => powerTable(output, index)}
          height={300}
        />
      </Panel>
      <Panel
        title="Methods"
        note={`${truth?.name ?? ''} against ${output.names[0] ?? ''}, true lift ${formatPercent(truth?.lift, 1)}; one test of ${plural(output.users, 'user')}`}
        actions={<CopyTable table={() => interleavingTable(output)} what="methods" />}
      >
        <MethodsTable output={output} index={index} />
        <Statements statements={statementsOf(output)} />
      </Panel>
    </>
  );
}

/** By method: users needed, and one test of a challenger. */
function MethodsTable({ output, index }: { readonly output: InterleavingOutput; readonly index: number }): ReactElement {
  return (
    <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of methods">
      <table className={`${layout.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">Method</th>
            {['Users needed', 'Prefer', 'Against', 'Neither', 'Preference', 'p'].map((head) => (
              <th key={head} scope="col" className={layout.number}>
                {head}
              </th>
            ))}
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {output.methods.map(({ method, label, description, challengers }) => {
            const row = challengers[index];
            return row && <MethodRow key={method} label={label} description={description} row={row} />;
          })}
        </tbody>
      </table>
    </div>
  );
}

interface MethodRowProps {
  readonly label: string;
  readonly description: string;
  readonly row: InterleavingOutput['methods'][number]['challengers'][number];
}

function MethodRow({ label, description, row }: MethodRowProps): ReactElement {
  return (
    <tr>
      <th scope="row">
        {label}
        <div className={classes.guarantee}>{description}</div>
      </th>
      <td className={layout.number}>{row.needed === null ? 'not reached' : formatCount(row.needed)}</td>
      <td className={layout.number}>{row.wins === null ? '–' : formatCount(row.wins)}</td>
      <td className={layout.number}>{row.losses === null ? '–' : formatCount(row.losses)}</td>
      <td className={layout.number}>{row.ties === null ? '–' : formatCount(row.ties)}</td>
      <td className={layout.number}>
        {formatValue(row.preference)}{' '}
        <small>
          [{formatValue(row.interval.low)}, {formatValue(row.interval.high)}]
        </small>
      </td>
      <td className={layout.number}>{formatP(row.pValue)}</td>
      <td className={classes[row.verdict]}>
        {row.verdict}
        {row.correct === false && ', wrong'}
      </td>
    </tr>
  );
}
