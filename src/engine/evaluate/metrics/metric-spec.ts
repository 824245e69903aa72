import { RankLabError } from '#shared/errors';
import { parseParams } from '../../core/registry';
import type { MetricDefinition } from './metric';
import { metricRegistry } from './registry';

/** A metric as asked for: "ndcg@10", "map", "rbp@20:p=0.9". */
export interface MetricSpec {
  /** As asked for, without surrounding space. */
  readonly spec: string;
  readonly metricId: string;
  /** Undefined: the whole list. */
  readonly cutoff: number | undefined;
  readonly params: unknown;
}

const grammar = /^(?<name>[^@:]+)(?:@(?<cutoff>[^:]*))?(?<params>(?::[^:]*)*)$/;
const byAlias = new Map(metricRegistry.list().flatMap((metric) => (metric.aliases ?? []).map((alias) => [alias, metric.id] as const)));

/**
 * Reads `name[@k][:parameter=value…]`.
 * @throws INVALID_ARGUMENT naming the spec and what is expected: unknown metric, k = 0, k missing, a bad parameter.
 */
export function parseMetricSpec(text: string): MetricSpec {
  const spec = text.trim();
  const parts = grammar.exec(spec)?.groups;
  if (!parts) throw invalid(spec, 'expected a name, optionally @k and :parameter=value, like ndcg@10 or rbp@20:p=0.9');
  const name = parts.name.trim().toLowerCase();
  const metric = metricRegistry.get(byAlias.get(name) ?? name, spec);
  return {
    spec,
    metricId: metric.id,
    cutoff: parseCutoff(spec, parts.cutoff, metric),
    params: parseSpecParams(spec, parts.params, metric),
  };
}

/** The canonical spec: `ap@10` and `map@10` are one metric. */
const identityOf = ({ metricId, cutoff, params }: MetricSpec): string => JSON.stringify([metricId, cutoff ?? null, params]);

/** Deduplicates metrics, keeping the first name: a metric requested twice, or also by an alias, is one test. */
export function parseMetricSpecs(texts: readonly string[]): MetricSpec[] {
  const specs = texts.map(parseMetricSpec);
  const first = new Map(specs.toReversed().map((spec) => [identityOf(spec), spec] as const));
  return specs.filter((spec) => first.get(identityOf(spec)) === spec);
}

function parseCutoff(spec: string, text: string | undefined, metric: MetricDefinition): number | undefined {
  if (text === undefined) {
    if (metric.cutoff === 'required') throw invalid(spec, `${metric.id} needs a cutoff, like ${metric.id}@10`);
    return undefined;
  }
  if (metric.cutoff === 'none') throw invalid(spec, `${metric.id} takes no cutoff`);
  if (!/^[0-9]{1,9}$/.test(text) || Number(text) < 1)
    throw invalid(spec, `the cutoff after @ must be a whole number from 1, not “${text}”`);
  return Number(text);
}

function parseSpecParams(spec: string, text: string | undefined, metric: MetricDefinition): unknown {
  const params: Record<string, unknown> = {};
  for (const part of (text ?? '').split(':').slice(1)) {
    const [, name, value] = /^([a-z][a-z0-9_]*)=(.+)$/i.exec(part) ?? [];
    if (name === undefined || value === undefined) throw invalid(spec, `“${part}” is not a parameter; expected name=value`);
    Object.defineProperty(params, name, { value: Number.isNaN(Number(value)) ? value : Number(value), enumerable: true });
  }
  return parseParams(metric, params, spec);
}

const invalid = (spec: string, problem: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `Metric “${spec}”: ${problem}`, {
    place: 'metrics',
    value: spec,
    remedy: `Metrics: ${metricRegistry.ids.join(', ')}`,
  });

/** Where the definition of each of these metrics comes from, by the metric's id. */
export const metricSources = (specs: readonly MetricSpec[]): Record<string, string> =>
  Object.fromEntries(specs.map(({ metricId }) => [metricId, metricRegistry.get(metricId).source]));
