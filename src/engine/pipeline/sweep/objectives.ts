import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import { directionSign } from '../../evaluate/metrics/direction';
import type { MetricValue } from './measure-setting';

/** The objectives among a setting's metrics, larger is better. */
export const objectivesOf = (metrics: readonly MetricValue[], objectives: readonly MetricSpec[]): number[] =>
  objectives.map((spec) => directionSign(spec) * (metrics.find((metric) => metric.spec === spec.spec)?.value ?? NaN));
