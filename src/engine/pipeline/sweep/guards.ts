import type { SweepInput } from '#shared/schemas/sweep';
import { directionSign } from '../../evaluate/metrics/direction';
import { parseMetricSpec } from '../../evaluate/metrics/metric-spec';
import { adjustPValues } from '../../evaluate/statistics/corrections';
import { momentsOf } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';
import type { Evaluation } from '../../model/evaluation';
import type { EvaluationBench } from '../evaluation-bench';
import { pairedDifferences, type MetricValue } from './measure-setting';

/** Metrics in which a setting loses more than its guard allows, in words. Without a value of the start there is nothing to lose. */
export function brokenGuards(
  { guards }: Pick<SweepInput, 'guards'>,
  setting: readonly MetricValue[],
  start: readonly MetricValue[],
): string[] {
  return guards.flatMap(({ metric, maximumLoss }) => {
    const parsed = parseMetricSpec(metric);
    const { spec } = parsed;
    const now = setting.find((result) => result.spec === spec)?.value ?? NaN;
    const before = start.find((result) => result.spec === spec)?.value ?? NaN;
    if (Number.isNaN(before)) return [];
    if (Number.isNaN(now)) return [`${spec} has no value`];
    const loss = now === before ? 0 : (directionSign(parsed) * (before - now)) / Math.abs(before);
    if (loss === Infinity) return [`${spec} is worse than the start’s 0`];
    return loss <= maximumLoss ? [] : [`${spec} loses ${(100 * loss).toFixed(1)}%, more than ${(100 * maximumLoss).toFixed(1)}%`];
  });
}

/** Segments in which the setting is clearly worse by its first metric (Holm-corrected over all segments), in words. */
export function worseSegments(
  bench: EvaluationBench,
  ids: readonly string[],
  { users, metrics: [now] }: Evaluation,
  { metrics: [before] }: Evaluation,
  sign: 1 | -1,
): string[] {
  const tests = ids.flatMap((id) => {
    const { label, segments } = bench.segmentation(id);
    return segments.map((segment) => {
      const members = new Set(segment.users);
      const inside = (_: number, u: number): boolean => members.has(users[u]);
      const moments = momentsOf(pairedDifferences(now.values.filter(inside), before.values.filter(inside)));
      return { name: `${label}: ${segment.name}`, mean: sign * moments.mean, pValue: pairedT(moments, 0.95).pValue };
    });
  });
  const tested = tests.filter(({ pValue }) => !Number.isNaN(pValue));
  const adjusted = adjustPValues(
    tested.map(({ pValue }) => pValue),
    'holm',
  );
  return tested.filter(({ mean }, i) => mean < 0 && adjusted[i] < 0.05).map(({ name }) => `clearly worse for ${name}`);
}
