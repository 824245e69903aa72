import { comparisonToWire, metricResultToWire } from '#engine/evaluate/to-wire';
import type { ExperimentReport } from '#engine/model/experiment-report';
import { notePlaceSchema } from '#shared/schemas/number-note';
import { exampleReport, itemIds, userIds } from './example';

const note = (id: string, place: object, text: string) => ({
  id,
  place: notePlaceSchema.parse(place),
  text,
  createdAtMs: 0,
  changedAtMs: 60_000,
});

/** The example with a note on a difference, one on a list position, and one on a metric that it has not. */
export function notedReport(): ExperimentReport {
  const report = exampleReport();
  const [baseline, variant] = report.variants;
  const [user] = baseline.run.users;
  const variants = report.variants.map(({ name, evaluation, comparisons }) => ({
    name,
    metrics: evaluation.metrics.map(metricResultToWire),
    comparisons: comparisons.map(comparisonToWire),
  }));
  return {
    ...report,
    result: { ...report.result, variants },
    notes: [
      note('a', { kind: 'metric', variant: variant.name, baseline: baseline.name, metric: 'ndcg@3' }, '<b>bold</b> & $5_000\nsecond line'),
      note(
        'b',
        { kind: 'list', variant: baseline.name, context: { user: userIds[user] }, position: 1, videoId: itemIds[baseline.run.items[1]] },
        'stood first',
      ),
      note('c', { kind: 'metric', variant: variant.name, metric: 'map@10' }, '=1+1'),
    ],
  };
}
