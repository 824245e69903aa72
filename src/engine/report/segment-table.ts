import type { ExperimentResult } from '#shared/schemas/experiment';
import type { ExperimentReport } from '../model/experiment-report';
import { conventionsColumn } from './conventions-id';
import type { WrittenFile } from './report-format';
import { type Column, writeCsv } from './table';

type Segments = NonNullable<ExperimentResult['segments']>;
type MetricRow = Segments[number]['variants'][number]['metrics'][number];
type ComparisonRow = Segments[number]['variants'][number]['comparisons'][number];

interface SegmentRow {
  readonly segment: Segments[number];
  readonly variant: string;
  readonly metric: MetricRow;
  readonly comparison: ComparisonRow | undefined;
}

/** segments.csv when segments were measured: one line per segment, variant and metric. */
export function segmentFiles(report: ExperimentReport): WrittenFile[] {
  const segments = report.result.segments ?? [];
  if (segments.length === 0) return [];
  return [{ name: 'segments.csv', mediaType: 'text/csv', content: writeCsv(columns(report), rows(segments)) }];
}

function* rows(segments: Segments): Generator<SegmentRow> {
  for (const segment of segments) {
    for (const { name, metrics, comparisons } of segment.variants) {
      for (const metric of metrics) {
        yield { segment, variant: name, metric, comparison: comparisons.find(({ spec }) => spec === metric.spec) };
      }
    }
  }
}

const orEmpty = (value: number | null | undefined): number | undefined => value ?? undefined;

const columns = ({ labels, result, config }: ExperimentReport): Column<SegmentRow>[] => [
  { name: 'segmentation', value: ({ segment }) => segment.segmentation },
  { name: 'segment', value: ({ segment }) => segment.segment },
  { name: 'users', value: ({ segment }) => segment.userCount },
  { name: 'variant', value: ({ variant }) => variant },
  { name: 'cold_users', value: ({ variant }) => config.variants.find(({ name }) => name === variant)?.candidates.coldUsers },
  { name: 'metric', value: ({ metric }) => metric.spec },
  { name: 'value', value: ({ metric }) => orEmpty(metric.value) },
  { name: 'users_evaluated', value: ({ metric }) => metric.evaluatedCount },
  { name: 'users_excluded', value: ({ metric }) => metric.excludedCount },
  { name: 'pairs', value: ({ comparison }) => comparison?.pairCount },
  { name: 'difference', value: ({ comparison }) => orEmpty(comparison?.difference) },
  { name: 'interval_low', value: ({ comparison }) => orEmpty(comparison?.interval.low) },
  { name: 'interval_high', value: ({ comparison }) => orEmpty(comparison?.interval.high) },
  { name: 'p_value', value: ({ comparison }) => orEmpty(comparison?.pValue) },
  { name: 'adjusted_p_value', value: ({ comparison }) => orEmpty(comparison?.adjustedPValue) },
  { name: 'verdict', value: ({ comparison }) => comparison?.verdict },
  { name: 'correction', value: ({ comparison, segment }) => comparison && segment.family?.correction },
  { name: 'family_size', value: ({ comparison, segment }) => comparison && segment.family?.size },
  { name: 'labels', value: () => labels.join('; ') },
  conventionsColumn(result.conventions),
];
