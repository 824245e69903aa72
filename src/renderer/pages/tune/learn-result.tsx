import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { LearnOutput } from '#shared/schemas/learn';
import { useSignals } from '../../api/use-signals';
import { ConventionList } from '../../components/convention-list';
import { CopyTable } from '../../components/copy-table';
import { Panel } from '../../components/panel';
import { Statements } from '../../components/statements';
import type { TextTable } from '../../logic/table-text';
import { addToLab } from './add-to-lab';
import layout from '../../components/form-and-results.module.css';
import classes from './tune.module.css';
import { WeightBar } from './weight-bar';

/** Learnt weights with their intervals, and what they bring. */
export function LearnResult({ output }: { readonly output: LearnOutput }): ReactElement {
  const { metric, start, naive, honest, difference, verdict, statements, variant } = output;
  const sign = difference.value > 0 ? '+' : '';
  return (
    <>
      <Panel
        title={verdict === 'better' ? 'Better than the start' : 'Nothing better than the start'}
        note={`${metric}, ${output.userCount} users of the validation part`}
        actions={
          <Button size="compact-sm" onClick={() => addToLab(variant)}>
            Add to the Lab
          </Button>
        }
      >
        <dl className={classes.facts}>
          <div>
            <dt>Start</dt>
            <dd>{start.toFixed(4)}</dd>
          </div>
          <div>
            <dt>Held-out users</dt>
            <dd>{honest.toFixed(4)}</dd>
          </div>
          <div>
            <dt>Difference, 95%</dt>
            <dd>
              {sign}
              {difference.value.toFixed(4)}{' '}
              <small>
                [{difference.low.toFixed(4)}, {difference.high.toFixed(4)}]
              </small>
            </dd>
          </div>
          <div>
            <dt>Same users</dt>
            <dd>
              {naive.toFixed(4)} <small>optimistic</small>
            </dd>
          </div>
        </dl>
        <Statements statements={statements} />
        <ConventionList conventions={output.conventions} />
      </Panel>
      <Panel title="Weights" note="the largest is 1" actions={<CopyTable table={() => weightTable(output)} />}>
        <WeightTable signals={output.signals} />
      </Panel>
    </>
  );
}

function WeightTable({ signals }: Pick<LearnOutput, 'signals'>): ReactElement {
  const { labelOf } = useSignals();
  return (
    <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of weights">
      <table className={`${layout.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">Signal</th>
            <th scope="col" className={layout.number}>
              Start
            </th>
            <th scope="col" className={layout.number}>
              Learnt
            </th>
            <th scope="col">95% interval</th>
          </tr>
        </thead>
        <tbody>
          {signals.map((signal) => (
            <tr key={signal.id}>
              <th scope="row">{labelOf(signal.id)}</th>
              <td className={layout.number}>{signal.start.toFixed(2)}</td>
              <td className={layout.number}>{signal.weight.toFixed(3)}</td>
              <td>
                <WeightBar signal={signal} all={signals} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const weightTable = ({ signals }: LearnOutput): TextTable => ({
  columns: ['signal', 'start', 'learnt', 'low', 'high'],
  rows: signals.map(({ id, start, weight, interval }) => [id, start, weight, interval?.low ?? null, interval?.high ?? null]),
});
