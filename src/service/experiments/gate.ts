import { gateMetric, gateVerdict } from '#engine/evaluate/gate/gate';
import type { ExperimentReport } from '#engine/model/experiment-report';
import type { TaskContext } from '#engine/ports';
import type { SavedExperiment } from '#shared/contract/experiment';
import { conventionDifferences } from '#shared/convention-differences';
import { RankLabError } from '#shared/errors';
import type { Conventions } from '#shared/schemas/conventions';
import { experimentConfigSchema, type ExperimentConfig, type ExperimentResult } from '#shared/schemas/experiment';
import type { DriftRow, GateReport, GateSettings, MetricDrift } from '#shared/schemas/gate';
import type { Variant } from '#shared/schemas/variant';

/** What a gate needs of the workspace. */
interface GateHost {
  readonly experiments: { run(config: ExperimentConfig, context?: TaskContext): Promise<ExperimentReport> };
  readonly variants: { get(name: string): Promise<Variant> };
}
type VariantResult = ExperimentResult['variants'][number];

/**
 * Runs the guarded variant and the candidate on the workspace's data, paired on the same test users, and holds each deciding
 * metric against its margin. On the data of the result it also says whether the guarded variant's numbers reproduce; on other
 * data how far data and numbers have drifted. Counts as a look at the test part.
 * @throws NOT_FOUND for an unknown variant.
 */
export async function runGate(host: GateHost, saved: SavedExperiment, settings: GateSettings, context?: TaskContext): Promise<GateReport> {
  const savedConfig = experimentConfigSchema.parse(saved.config);
  const guarded = guardedVariant(savedConfig, settings.baseline);
  const candidate = await candidateOf(host, settings.candidate, guarded);
  const deciding = Object.keys(settings.margins);
  const config = {
    ...savedConfig,
    variants: [guarded, candidate],
    metrics: [...new Set([...deciding, ...savedConfig.metrics])],
    statistics: { ...savedConfig.statistics, confidence: settings.confidence },
  };
  const report = await host.experiments.run(config, context);
  const [then, now] = [saved.result, report.result];
  const before = then.variants.find(({ name }) => name === guarded.name);
  const sameData = then.datasetFingerprint === now.datasetFingerprint;
  const metrics = report.variants[1]!.comparisons.filter(({ spec }) => deciding.includes(spec)).map((comparison) =>
    gateMetric(comparison, {
      marginShare: settings.margins[comparison.spec] ?? 0,
      detectShare: settings.detect,
      confidence: settings.confidence,
      metricCount: deciding.length,
    }),
  );
  return {
    verdict: gateVerdict(metrics),
    baseline: guarded.name,
    candidate: candidate.name,
    confidence: settings.confidence,
    detect: settings.detect,
    metrics,
    sameData,
    firstDifference: sameData && before ? firstMetricDifference(before, now.variants[0]!) : null,
    dataDrift: sameData ? [] : dataDrift(then, now),
    metricDrift: sameData || !before ? [] : metricDrift(then, now, guarded.name),
    statements: [...now.statements],
    conventions: now.conventions!,
    conventionDifferences: differingConventions(then, now, guarded.name),
  };
}

/** Of the guarded variant and of the metrics that both results have: the candidate and further metrics are new on purpose. */
function differingConventions(then: ExperimentResult, now: ExperimentResult, name: string): GateReport['conventionDifferences'] {
  const ofGuarded = ({ conventions }: ExperimentResult): Conventions | undefined =>
    conventions && { ...conventions, variants: conventions.variants.filter(({ variant }) => variant === name) };
  return conventionDifferences([ofGuarded(then), ofGuarded(now)]).flatMap(({ id, label, values: [before = '', after = ''] }) =>
    id.startsWith('metric ') && before === '' ? [] : [{ id, label, before, now: after }],
  );
}

function guardedVariant({ variants }: ExperimentConfig, name: string | undefined): Variant {
  const found = name === undefined ? variants[0] : variants.find((variant) => variant.name === name);
  if (found) return found;
  throw new RankLabError('NOT_FOUND', `The result has no variant “${name}”`, {
    place: 'baseline',
    remedy: `It has ${variants.map((variant) => `“${variant.name}”`).join(', ')}.`,
  });
}

async function candidateOf(host: GateHost, candidateSetting: GateSettings['candidate'], guarded: Variant): Promise<Variant> {
  const candidate =
    candidateSetting === undefined
      ? guarded
      : typeof candidateSetting === 'string'
        ? await host.variants.get(candidateSetting)
        : candidateSetting;
  return candidate.name === guarded.name ? { ...candidate, name: `${candidate.name.slice(0, 108)} (candidate)` } : candidate;
}

/** Null when every number that both runs have is the same. */
function firstMetricDifference(before: VariantResult, now: VariantResult): string | null {
  for (const metric of before.metrics) {
    const again = now.metrics.find(({ spec }) => spec === metric.spec);
    if (again && !Object.is(again.value, metric.value))
      return `${metric.spec} of “${before.name}” was ${metric.value} and is ${again.value}`;
  }
  return null;
}

/** Counts of users, items and interactions, and the shares of every group of users that both results have. */
function dataDrift(then: ExperimentResult, now: ExperimentResult): DriftRow[] {
  const rows: DriftRow[] = [
    { what: 'users', before: then.userCount, now: now.userCount },
    { what: 'test users', before: then.testUserCount, now: now.testUserCount },
  ];
  for (const part of ['train', 'test'] as const) {
    const [a, b] = [then.parts?.[part], now.parts?.[part]];
    if (!a || !b) continue;
    for (const key of ['interactions', 'items', 'coldUsers', 'coldItems'] as const)
      rows.push({ what: `${part}: ${labels[key]}`, before: a[key], now: b[key] });
  }
  const after = shares(now);
  for (const [what, before] of shares(then)) rows.push({ what: `share of ${what}`, before, now: after.get(what) ?? 0 });
  return rows;
}

const labels = { interactions: 'interactions', items: 'videos', coldUsers: 'cold-start users', coldItems: 'cold-start videos' } as const;

/** `warmth: cold` → its share of the test users. */
function shares({ segments = [], testUserCount }: ExperimentResult): Map<string, number> {
  return new Map(segments.map(({ segmentation, segment, userCount }) => [`${segmentation}: ${segment}`, userCount / testUserCount]));
}

/**
 * The guarded variant's numbers on both data. `reweighted`: today's mean of each warmth group, in the former shares of the
 * groups. Where it equals `before`, the mix of users moved the number; where it equals `now`, the ranking did.
 */
function metricDrift(then: ExperimentResult, now: ExperimentResult, name: string): MetricDrift[] {
  const [before, after] = [then, now].map(({ variants }) => variants.find((variant) => variant.name === name));
  return (before?.metrics ?? []).flatMap(({ spec, value, scope }) => {
    const today = after?.metrics.find((metric) => metric.spec === spec);
    return today
      ? [{ spec, before: value, now: today.value, reweighted: scope === 'user' ? reweighted(then, now, name, spec) : null }]
      : [];
  });
}

function reweighted(then: ExperimentResult, now: ExperimentResult, name: string, spec: string): number | null {
  let sum = 0;
  let weights = 0;
  for (const { segment, variants } of (now.segments ?? []).filter(({ segmentation }) => segmentation === 'warmth')) {
    const metric = variants.find((variant) => variant.name === name)?.metrics.find((one) => one.spec === spec);
    const former = then.segments?.find((one) => one.segmentation === 'warmth' && one.segment === segment);
    const weight = former?.variants[0]?.metrics.find((one) => one.spec === spec)?.evaluatedCount ?? former?.userCount ?? 0;
    if (metric?.value == null || weight === 0) continue;
    sum += weight * metric.value;
    weights += weight;
  }
  return weights > 0 ? sum / weights : null;
}
