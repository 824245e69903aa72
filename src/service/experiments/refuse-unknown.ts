import { fusionOf } from '#engine/candidates/fuse';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import { checkDefinitions, signalIdsOf } from '#engine/rerank/defined-signals';
import { weightVector } from '#engine/rerank/ranker';
import type { ExperimentConfig } from '#shared/schemas/experiment';

/** Before anything is fitted, stored or paid for. @throws INVALID_ARGUMENT for an unknown metric, signal or fusion method, and for k = 0. */
export function refuseUnknown({ metrics, variants }: ExperimentConfig): void {
  parseMetricSpecs(metrics);
  for (const { weights, signals, candidates } of variants) {
    checkDefinitions(signals ?? {});
    weightVector(weights, signalIdsOf(signals));
    fusionOf(candidates.merge);
  }
}
