import type { MetricSpec } from './metric-spec';
import { metricRegistry } from './registry';

/** 1 for a metric of which more is better, −1 where less is. */
export const directionSign = ({ metricId }: Pick<MetricSpec, 'metricId'>): 1 | -1 =>
  metricRegistry.get(metricId).direction === 'higher' ? 1 : -1;
