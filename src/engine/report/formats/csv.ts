import { noParams } from '../../core/registry';
import type { ExperimentReport, VariantReport } from '../../model/experiment-report';
import { conventionsColumn } from '../conventions-id';
import { segmentFiles } from '../segment-table';
import { contributionNames, contributionOf, gradeLookup, type ListEntry, listEntries } from '../entries';
import { noteFiles } from '../number-notes';
import type { ReportFormat } from '../report-format';
import { excludedInWords, type SummaryRow, summaryRows } from '../summary-rows';
import { type Column, writeCsv } from '../table';

/** summary.csv, per-user.csv, lists.csv and, where segments were measured, segments.csv: for spreadsheets and pandas alike. */
export const csvFormat: ReportFormat = {
  id: 'csv',
  label: 'CSV',
  description: 'Tables: one line per variant and metric, one per variant and user, one per list position, one per segment if asked for.',
  params: noParams,
  write: (report) => [
    { name: 'summary.csv', mediaType: 'text/csv', content: writeCsv(summaryColumns(report), summaryRows(report)) },
    { name: 'per-user.csv', mediaType: 'text/csv', content: writeCsv(userColumns(report), userRows(report)) },
    { name: 'lists.csv', mediaType: 'text/csv', content: writeCsv(listColumns(report), listEntries(report)) },
    ...segmentFiles(report),
    ...noteFiles(report),
  ],
};

/** Every table contains the labels of a run. */
const labelColumn = <Row>({ labels }: ExperimentReport): Column<Row> => ({ name: 'labels', value: () => labels.join('; ') });

const dependsOnTies = (comparison: SummaryRow['comparison']): string | undefined =>
  comparison && (comparison.verdictDependsOnTies ? 'yes' : 'no');

/** The metric's value, who was measured, and its range where scores or timestamps are equal. */
const valueColumns: readonly Column<SummaryRow>[] = [
  { name: 'variant', value: (row) => row.variant },
  { name: 'metric', value: ({ metric }) => metric.spec },
  { name: 'metric_id', value: ({ metric }) => metric.metricId },
  { name: 'cutoff', value: ({ metric }) => metric.cutoff },
  { name: 'scope', value: ({ metric }) => metric.scope },
  { name: 'value', value: ({ metric }) => metric.value },
  { name: 'users_evaluated', value: ({ metric }) => metric.evaluatedCount },
  { name: 'users_excluded', value: ({ metric }) => metric.excludedCount },
  { name: 'excluded_because', value: ({ metric }) => excludedInWords(metric) },
  { name: 'note', value: ({ metric }) => metric.note },
  { name: 'ties_minimum', value: ({ metric }) => metric.ties?.minimum },
  { name: 'ties_expected', value: ({ metric }) => metric.ties?.expected },
  { name: 'ties_maximum', value: ({ metric }) => metric.ties?.maximum },
  { name: 'ties_users', value: ({ metric }) => metric.ties?.affectedUserCount },
  { name: 'time_ties_minimum', value: ({ timeTies }) => timeTies?.minimum ?? undefined },
  { name: 'time_ties_mean', value: ({ timeTies }) => timeTies?.mean ?? undefined },
  { name: 'time_ties_maximum', value: ({ timeTies }) => timeTies?.maximum ?? undefined },
  { name: 'time_ties_orders', value: ({ timeTies }) => timeTies?.orders },
  { name: 'depth', value: ({ metric }) => metric.depth },
  { name: 'limited_by', value: ({ metric }) => metric.limitedBy },
  { name: 'cold_users', value: ({ coldUsers }) => coldUsers },
  { name: 'lists', value: ({ lists }) => lists?.count },
  { name: 'fallback_lists', value: ({ lists }) => lists?.fallback },
  { name: 'empty_lists', value: ({ lists }) => lists?.empty },
  { name: 'left_out_users', value: ({ lists }) => lists?.leftOut },
];

/** The difference from the baseline with its interval, test and verdict; empty for the baseline itself. */
const comparisonColumns: readonly Column<SummaryRow>[] = [
  { name: 'pairs', value: ({ comparison }) => comparison?.pairCount },
  { name: 'baseline_value', value: ({ comparison }) => comparison?.baselineValue },
  { name: 'difference', value: ({ comparison }) => comparison?.difference },
  { name: 'interval_low', value: ({ comparison }) => comparison?.interval.low },
  { name: 'interval_high', value: ({ comparison }) => comparison?.interval.high },
  { name: 'interval_level', value: ({ comparison }) => comparison?.interval.level },
  { name: 'corrected_low', value: ({ comparison }) => comparison?.correctedInterval?.low },
  { name: 'corrected_high', value: ({ comparison }) => comparison?.correctedInterval?.high },
  { name: 'corrected_level', value: ({ comparison }) => comparison?.correctedInterval?.level },
  { name: 'corrected_method', value: ({ comparison }) => comparison?.correctedInterval?.method },
  { name: 'interval_method', value: ({ comparison }) => comparison?.intervalMethod },
  { name: 'p_value', value: ({ comparison }) => comparison?.pValue },
  { name: 'adjusted_p_value', value: ({ comparison }) => comparison?.adjustedPValue },
  { name: 'test', value: ({ comparison }) => comparison?.test },
  { name: 'verdict', value: ({ comparison }) => comparison?.verdict },
  { name: 'verdict_depends_on_ties', value: ({ comparison }) => dependsOnTies(comparison) },
  {
    name: 'verdict_depends_on_time_ties',
    value: ({ verdictDependsOnTimeTies: depends }) => (depends === undefined ? undefined : depends ? 'yes' : 'no'),
  },
  { name: 'difference_ties_low', value: ({ comparison }) => comparison?.underTies?.worst.difference },
  { name: 'difference_ties_high', value: ({ comparison }) => comparison?.underTies?.best.difference },
  { name: 'reason', value: ({ comparison }) => comparison?.reason },
];

/** Power, effect size and further tests. */
const detailColumns: readonly Column<SummaryRow>[] = [
  { name: 'more_users_needed', value: ({ comparison }) => comparison?.moreUsersNeeded },
  { name: 'effect_size_dz', value: ({ comparison }) => comparison?.details?.effectSize },
  { name: 'wins', value: ({ comparison }) => comparison?.details?.wins },
  { name: 'ties', value: ({ comparison }) => comparison?.details?.ties },
  { name: 'losses', value: ({ comparison }) => comparison?.details?.losses },
  { name: 'relative_lift', value: ({ comparison }) => comparison?.details?.relativeLift?.value },
  { name: 'relative_lift_low', value: ({ comparison }) => comparison?.details?.relativeLift?.interval.low },
  { name: 'relative_lift_high', value: ({ comparison }) => comparison?.details?.relativeLift?.interval.high },
  { name: 'paired_t_statistic', value: ({ comparison }) => comparison?.details?.pairedT.statistic },
  { name: 'paired_t_degrees_of_freedom', value: ({ comparison }) => comparison?.details?.pairedT.degreesOfFreedom },
  { name: 'paired_t_p_value', value: ({ comparison }) => comparison?.details?.pairedT.pValue },
  { name: 'wilcoxon_pratt_p_value', value: ({ comparison }) => comparison?.details?.wilcoxonPratt.pValue },
  { name: 'minimum_detectable_effect', value: ({ comparison }) => comparison?.details?.minimumDetectableEffect },
];

function summaryColumns(report: ExperimentReport): Column<SummaryRow>[] {
  return [
    ...valueColumns,
    ...(['warm', 'cold'] as const).flatMap((group) => groupColumns(report, group)),
    ...comparisonColumns,
    ...detailColumns,
    { name: 'labels', value: () => report.labels.join('; ') },
    conventionsColumn(report.result.conventions),
  ];
}

/** The same metric on the users with a training history alone, or on those without; empty columns where all are of one kind. */
function groupColumns({ result }: ExperimentReport, group: 'warm' | 'cold'): Column<SummaryRow>[] {
  const segment = result.segments?.find((candidate) => candidate.segmentation === 'warmth' && candidate.segment === group);
  return [
    { name: `users_${group}`, value: () => result.warmth?.[group] },
    {
      name: `value_${group}`,
      value: ({ variant, metric }) =>
        segment?.variants.find(({ name }) => name === variant)?.metrics.find(({ spec }) => spec === metric.spec)?.value ?? undefined,
    },
  ];
}

interface UserRowOfReport {
  readonly variant: VariantReport;
  readonly index: number;
}

function* userRows(report: ExperimentReport): Generator<UserRowOfReport> {
  for (const variant of report.variants) {
    for (let index = 0; index < variant.evaluation.users.length; index++) yield { variant, index };
  }
}

function userColumns(report: ExperimentReport): Column<UserRowOfReport>[] {
  const measured = report.variants[0]?.evaluation.metrics ?? [];
  return [
    { name: 'variant', value: ({ variant }) => variant.name },
    { name: 'user_id', value: ({ variant, index }) => report.userIds[variant.evaluation.users[index]] },
    ...measured.flatMap((metric, m): Column<UserRowOfReport>[] =>
      metric.scope === 'user' ? [{ name: metric.spec, value: ({ variant, index }) => variant.evaluation.metrics[m].values[index] }] : [],
    ),
    ...(report.labels.length > 0 ? [labelColumn<UserRowOfReport>(report)] : []),
    conventionsColumn(report.result.conventions),
  ];
}

function listColumns(report: ExperimentReport): Column<ListEntry>[] {
  const grade = gradeLookup(report.qrels);
  return [
    { name: 'variant', value: ({ variant }) => variant.name },
    { name: 'user_id', value: ({ user }) => report.userIds[user] },
    { name: 'position', value: ({ position }) => position },
    { name: 'video_id', value: ({ item }) => report.itemIds[item] },
    { name: 'title', value: ({ item }) => report.itemTitles[item] },
    { name: 'score', value: ({ score }) => score },
    { name: 'relevance', value: ({ user, item }) => grade(user, item) },
    ...contributionNames(report).map((name) => ({
      name: `contribution_${name}`,
      value: (entry: ListEntry) => contributionOf(entry, name),
    })),
    ...(report.labels.length > 0 ? [labelColumn<ListEntry>(report)] : []),
    conventionsColumn(report.result.conventions),
  ];
}
