import type { ReactElement } from 'react';
import type { AbTestDecision, AppliedRule, SimulatedInterval } from '#shared/schemas/simulate';
import { CopyTable } from '../../../components/copy-table';
import layout from '../../../components/form-and-results.module.css';
import { Panel } from '../../../components/panel';
import { formatCount, formatPercent } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';
import classes from '../simulate.module.css';

interface Props {
  readonly rules: readonly AppliedRule[];
  /** Of the rules that have stopped by now. */
  readonly decisions: readonly AbTestDecision[];
  readonly ended: boolean;
}

export const intervalText = ({ low, high }: SimulatedInterval): string => `[${formatPercent(low, 1)}, ${formatPercent(high, 1)}]`;

/** What every rule decided, and when, as soon as it stops; at the end also whether it is right. */
export function DecisionsTable({ rules, decisions, ended }: Props): ReactElement {
  return (
    <Panel title="What every rule decides" actions={<CopyTable table={() => decisionsTable(decisions)} what="decisions" />}>
      <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of decisions">
        <table className={`${layout.table} ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Verdict</th>
              <th scope="col" className={layout.number}>
                After users
              </th>
              <th scope="col" className={layout.number}>
                Day
              </th>
              <th scope="col" className={layout.number}>
                Lift
              </th>
              <th scope="col">Truth</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <DecisionRow key={rule.rule} rule={rule} decision={decisions.find((one) => one.rule === rule.rule)} ended={ended} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface RowProps {
  readonly rule: AppliedRule;
  readonly decision: AbTestDecision | undefined;
  readonly ended: boolean;
}

function DecisionRow({ rule: { label, guarantee }, decision, ended }: RowProps): ReactElement {
  return (
    <tr>
      <th scope="row">
        {label}
        <div className={classes.guarantee}>{guarantee}</div>
      </th>
      {decision ? (
        <DecisionCells decision={decision} ended={ended} />
      ) : (
        <td colSpan={5} className={layout.hint}>
          still looking
        </td>
      )}
    </tr>
  );
}

const DecisionCells = ({ decision, ended }: { readonly decision: AbTestDecision; readonly ended: boolean }): ReactElement => {
  const { verdict, users, day, lift, interval, correct } = decision;
  return (
    <>
      <td className={classes[verdict]}>{verdict}</td>
      <td className={layout.number}>{formatCount(users)}</td>
      <td className={layout.number}>{day.toFixed(1)}</td>
      <td className={layout.number}>
        {formatPercent(lift, 1)} <small>{intervalText(interval)}</small>
      </td>
      <td>{!ended || correct === null ? '–' : correct ? 'right' : <b className={classes.worse}>wrong</b>}</td>
    </>
  );
};

const decisionsTable = (decisions: readonly AbTestDecision[]): TextTable => ({
  columns: ['rule', 'verdict', 'users', 'day', 'lift', 'low', 'high', 'correct'],
  rows: decisions.map(({ label, verdict, users, day, lift, interval, correct }) => [
    label,
    verdict,
    users,
    day,
    lift,
    interval.low,
    interval.high,
    correct === null ? null : String(correct),
  ]),
});
