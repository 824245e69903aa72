import type { AbTestDecision, AbTestOutput, AbTestPoint } from '#shared/schemas/simulate';
import type { ReportFile } from '../report-format';
import { writeCsv, type Column } from '../table';

type Repeated = NonNullable<AbTestOutput['repeated']>['rules'][number];

const decisionColumns = (repeated: ReadonlyMap<string, Repeated>): Column<AbTestDecision>[] => [
  { name: 'rule', value: ({ rule }) => rule },
  { name: 'verdict', value: ({ verdict }) => verdict },
  { name: 'users', value: ({ users }) => users },
  { name: 'day', value: ({ day }) => day },
  { name: 'lift', value: ({ lift }) => lift ?? undefined },
  { name: 'low', value: ({ interval }) => interval.low ?? undefined },
  { name: 'high', value: ({ interval }) => interval.high ?? undefined },
  { name: 'repeated_decided', value: ({ rule }) => repeated.get(rule)?.decided },
  { name: 'repeated_wrong', value: ({ rule }) => repeated.get(rule)?.wrong },
  { name: 'repeated_coverage', value: ({ rule }) => repeated.get(rule)?.coverage ?? undefined },
];

const pointColumns: Column<AbTestPoint>[] = [
  { name: 'users', value: ({ users }) => users },
  { name: 'day', value: ({ day }) => day },
  { name: 'users_a', value: ({ counts }) => counts[0] },
  { name: 'users_b', value: ({ counts }) => counts[1] },
  { name: 'lift', value: ({ lift }) => lift ?? undefined },
  { name: 'naive_low', value: ({ naive }) => naive.low ?? undefined },
  { name: 'naive_high', value: ({ naive }) => naive.high ?? undefined },
  { name: 'always_low', value: ({ always }) => always.low ?? undefined },
  { name: 'always_high', value: ({ always }) => always.high ?? undefined },
  { name: 'cuped_lift', value: ({ cuped }) => cuped?.lift ?? undefined },
  { name: 'cuped_always_low', value: ({ cuped }) => cuped?.always.low ?? undefined },
  { name: 'cuped_always_high', value: ({ cuped }) => cuped?.always.high ?? undefined },
  { name: 'ratio_p', value: ({ ratio }) => ratio.pValue },
  { name: 'ratio_always_p', value: ({ ratio }) => ratio.alwaysPValue },
];

/** Every rule’s decision, the outcomes with their truth, and the time course. */
export function abTestFiles({ decisions, outcomes, points, repeated }: AbTestOutput): ReportFile[] {
  const byRule = new Map((repeated?.rules ?? []).map((rule) => [rule.rule, rule]));
  const outcomeColumns: Column<AbTestOutput['outcomes'][number]>[] = [
    { name: 'outcome', value: ({ outcome }) => outcome },
    { name: 'mean_a', value: ({ means }) => means[0] ?? undefined },
    { name: 'mean_b', value: ({ means }) => means[1] ?? undefined },
    { name: 'lift', value: ({ lift }) => lift ?? undefined },
    { name: 'always_low', value: ({ always }) => always.low ?? undefined },
    { name: 'always_high', value: ({ always }) => always.high ?? undefined },
    { name: 'true_lift', value: ({ truth }) => truth.lift ?? undefined },
    { name: 'cuped_variance_reduction', value: ({ cuped }) => cuped?.varianceReduction },
    { name: 'verdict', value: ({ verdict }) => verdict },
  ];
  return [
    { name: 'ab-test-decisions.csv', mediaType: 'text/csv', content: writeCsv(decisionColumns(byRule), decisions) },
    { name: 'ab-test-outcomes.csv', mediaType: 'text/csv', content: writeCsv(outcomeColumns, outcomes) },
    { name: 'ab-test-course.csv', mediaType: 'text/csv', content: writeCsv(pointColumns, points) },
  ];
}
