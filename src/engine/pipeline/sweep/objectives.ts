import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import { metricRegistry } from '../../evaluate/metrics/registry';
import type { MetricValue } from './measure-setting';

export const signOf = ({ metricId }: MetricSpec): 1 | -1 => (metricRegistry.get(metricId).direction === 'higher' ? 1 : -1);

/** The objectives among a setting's metrics, larger is better. */
export const objectivesOf = (metrics: readonly MetricValue[], objectives: readonly MetricSpec[]): number[] =>
  objectives.map((spec) => signOf(spec) * (metrics.find((metric) => metric.spec === spec.spec)?.value ?? NaN));
