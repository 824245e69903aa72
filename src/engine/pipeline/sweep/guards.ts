import type { SweepInput } from '#shared/schemas/sweep';
import { metricRegistry } from '../../evaluate/metrics/registry';
import { parseMetricSpec } from '../../evaluate/metrics/metric-spec';
import { adjustPValues } from '../../evaluate/statistics/corrections';
import { momentsOf } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';
import type { EvaluationBench } from '../evaluation-bench';
import { pairedDifferences, type MeasuredSetting, type SettingEvaluation } from './measure-setting';

/** Metrics in which a setting loses more than its guard allows, in words. */
export function brokenGuards({ guards }: Pick<SweepInput, 'guards'>, setting: MeasuredSetting, start: MeasuredSetting): string[] {
  return guards.flatMap(({ metric, maximumLoss }) => {
    const { spec, metricId } = parseMetricSpec(metric);
    const now = setting.metrics.find((result) => result.spec === spec)?.value ?? NaN;
    const before = start.metrics.find((result) => result.spec === spec)?.value ?? NaN;
    const sign = metricRegistry.get(metricId).direction === 'higher' ? 1 : -1;
    const loss = (sign * (before - now)) / Math.abs(before);
    return loss <= maximumLoss ? [] : [`${spec} loses ${(100 * loss).toFixed(1)}%, more than ${(100 * maximumLoss).toFixed(1)}%`];
  });
}

/** Segments in which the setting is clearly worse by its first metric (Holm-corrected over all segments), in words. */
export function worseSegments(
  bench: EvaluationBench,
  ids: readonly string[],
  setting: SettingEvaluation,
  start: SettingEvaluation,
  sign: 1 | -1,
): string[] {
  const now = setting.whole.metrics[0].values;
  const before = start.whole.metrics[0].values;
  const tests = ids.flatMap((id) =>
    bench.segmentation(id).segments.map(({ name, users }) => {
      const members = new Set(users);
      const inside = (_: number, u: number): boolean => members.has(bench.qrels.users[u]);
      const moments = momentsOf(pairedDifferences(now.filter(inside), before.filter(inside)));
      return { name: `${id} ${name}`, mean: sign * moments.mean, pValue: pairedT(moments, 0.95).pValue };
    }),
  );
  const tested = tests.filter(({ pValue }) => !Number.isNaN(pValue));
  const adjusted = adjustPValues(
    tested.map(({ pValue }) => pValue),
    'holm',
  );
  return tested.filter(({ mean }, i) => mean < 0 && adjusted[i] < 0.05).map(({ name }) => `clearly worse for ${name}`);
}
