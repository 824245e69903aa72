import type { GoalConflict, GoalOutput } from '#shared/schemas/goal';
import type { ReportFile } from '../report-format';
import { writeCsv, type Column } from '../table';

type Change = GoalOutput['changes'][number];
type Comparison = NonNullable<GoalOutput['collateral']>['comparisons'][number];
type Place = GoalOutput['list'][number];
interface Lead {
  readonly order: GoalConflict['orders'][number];
  readonly signal: GoalConflict['orders'][number]['signals'][number];
}

const listColumns: Column<Place>[] = [
  { name: 'position', value: ({ position }) => position },
  { name: 'video', value: ({ videoId }) => videoId },
  { name: 'title', value: ({ title }) => title },
  { name: 'before', value: ({ before }) => before ?? undefined },
];

const metricColumns: Column<Comparison>[] = [
  { name: 'metric', value: ({ spec }) => spec },
  { name: 'before', value: ({ baselineValue }) => baselineValue ?? undefined },
  { name: 'after', value: ({ value }) => value ?? undefined },
  { name: 'difference', value: ({ difference }) => difference ?? undefined },
  { name: 'low', value: ({ interval }) => interval.low ?? undefined },
  { name: 'high', value: ({ interval }) => interval.high ?? undefined },
  { name: 'verdict', value: ({ verdict }) => verdict },
];

const conflictColumns: Column<Lead>[] = [
  { name: 'above', value: ({ order }) => order.above.videoId },
  { name: 'below', value: ({ order }) => order.below.videoId },
  { name: 'share', value: ({ order }) => order.share },
  { name: 'best_lead', value: ({ order }) => order.bestLead },
  { name: 'signal', value: ({ signal }) => signal.signal },
  { name: 'above_value', value: ({ signal }) => signal.above },
  { name: 'below_value', value: ({ signal }) => signal.below },
  { name: 'locked', value: ({ signal }) => String(signal.locked) },
];

/** The changed weights and their list; what they do to all test users; or the orders that exclude each other, by signal. */
export function goalFiles({ status, norm, changes, list, collateral, conflict }: GoalOutput): ReportFile[] {
  const changeColumns: Column<Change>[] = [
    { name: 'status', value: () => status },
    { name: 'norm', value: () => norm },
    { name: 'signal', value: ({ signal }) => signal },
    { name: 'from', value: ({ from }) => from },
    { name: 'to', value: ({ to }) => to },
  ];
  const csv = (name: string, content: string): ReportFile => ({ name, mediaType: 'text/csv', content });
  const leads = (conflict?.orders ?? []).flatMap((order) => order.signals.map((signal) => ({ order, signal })));
  return [
    csv('goal-weights.csv', writeCsv(changeColumns, changes)),
    csv('goal-list.csv', writeCsv(listColumns, list)),
    ...(collateral ? [csv('goal-metrics.csv', writeCsv(metricColumns, collateral.comparisons))] : []),
    ...(conflict ? [csv('goal-conflict.csv', writeCsv(conflictColumns, leads))] : []),
  ];
}
