import type { MetricDefinition } from '../metrics/metric';
import { metricRegistry } from '../metrics/registry';

/** All definitions of a metric's name, the given one first. @param cut whether they will have a cutoff; some need one. */
export function dialectsOf(metricId: string, cut: boolean): MetricDefinition[] {
  const metric = metricRegistry.get(metricId);
  const family = metric.dialectOf ?? metric.id;
  const dialects = metricRegistry.list().filter((other) => other.id === family || other.dialectOf === family);
  return [metric, ...dialects.filter(({ id, cutoff }) => id !== metric.id && (cut || cutoff !== 'required'))];
}
