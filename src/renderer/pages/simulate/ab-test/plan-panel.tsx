import type { ReactElement } from 'react';
import type { AbTestPlan } from '#shared/schemas/simulate';
import { CopyTable } from '../../../components/copy-table';
import layout from '../../../components/form-and-results.module.css';
import { Panel } from '../../../components/panel';
import { Stats } from '../../../components/stats';
import { formatCount, formatPercent, formatValue } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';
import { useRuleLabels } from '../audience-fields';

/** What the test needs before it starts, by rule. */
export function PlanPanel({ plan }: { readonly plan: AbTestPlan }): ReactElement {
  const { needed, users, days, powerAtUsers, minimumDetectableLift, mean, standardDeviation, correlationBefore, level, lift, power } = plan;
  const ruleLabels = useRuleLabels();
  return (
    <Panel
      title="Plan"
      note={`${formatPercent(lift, 1)} lift of ${plan.outcome}, found with ${formatPercent(power)} power at the level ${formatPercent(level, 1)}`}
      actions={<CopyTable table={() => planTable(plan)} what="plan" />}
    >
      <Stats
        items={[
          ['Users of the test', formatCount(users)],
          ['Days', formatValue(days)],
          ['Power for the lift', formatPercent(powerAtUsers)],
          ['Smallest lift found', formatPercent(minimumDetectableLift, 1)],
          ['Baseline per user', `${formatValue(mean)} ± ${formatValue(standardDeviation)}`],
          ['Correlation with before', formatValue(correlationBefore)],
        ]}
      />
      <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of the plan">
        <table className={layout.table}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col" className={layout.number}>
                Users needed
              </th>
              <th scope="col" className={layout.number}>
                Days
              </th>
            </tr>
          </thead>
          <tbody>
            {needed.map((one) => (
              <tr key={one.rule}>
                <th scope="row">{ruleLabels[one.rule] ?? one.rule}</th>
                <td className={layout.number}>{one.users === null ? 'more than 1,000,000,000' : formatCount(one.users)}</td>
                <td className={layout.number}>{formatValue(one.days)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const planTable = ({ needed }: AbTestPlan): TextTable => ({
  columns: ['rule', 'users', 'days'],
  rows: needed.map(({ rule, users, days }) => [rule, users, days]),
});
