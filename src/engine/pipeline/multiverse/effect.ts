import type { MultiverseEffect } from '#shared/schemas/multiverse';
import { metricRegistry } from '../../evaluate/metrics/registry';
import { comparisonToWire } from '../../evaluate/to-wire';
import type { MetricComparison } from '../../model/evaluation';

/** What a specification curve shows of one comparison. */
export function effectOf(variant: string, comparison: MetricComparison): MultiverseEffect {
  const wire = comparisonToWire(comparison);
  const { direction } = metricRegistry.get(comparison.metricId);
  const { difference } = wire;
  return {
    variant,
    leads: difference === null ? null : direction === 'higher' ? difference > 0 : difference < 0,
    spec: wire.spec,
    baselineValue: wire.baselineValue,
    value: wire.value,
    difference,
    interval: wire.interval,
    intervalMethod: wire.intervalMethod,
    pValue: wire.pValue,
    adjustedPValue: wire.adjustedPValue,
    test: wire.test,
    pairCount: wire.pairCount,
    verdict: wire.verdict,
    ...(wire.underTies && { underTies: wire.underTies }),
    ...(wire.verdictDependsOnTies !== undefined && { verdictDependsOnTies: wire.verdictDependsOnTies }),
  };
}
