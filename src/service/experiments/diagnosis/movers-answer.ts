import { parseMetricSpec, type MetricSpec } from '#engine/evaluate/metrics/metric-spec';
import { hasIdealList } from '#engine/evaluate/metrics/metric';
import { directionSign } from '#engine/evaluate/metrics/direction';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { deepestPosition, limitsOf } from '#engine/pipeline/measured-lists';
import type { Blame } from '#engine/pipeline/diagnose/blame';
import { blameParts, lostIn } from '#engine/pipeline/diagnose/blame-summary';
import { exposureChanges, type ExposureChange } from '#engine/pipeline/diagnose/exposure';
import { movedSegments } from '#engine/pipeline/diagnose/moved-segments';
import { moversOf, type Mover } from '#engine/pipeline/diagnose/movers';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { segmentOf } from '#engine/pipeline/measure-segment';
import { comparisonToWire } from '#engine/evaluate/to-wire';
import { finiteOrNull } from '#engine/core/finite';
import { RankLabError } from '#shared/errors';
import { itemRow, userRow } from '#shared/ids';
import type { Mover as MoverWire, MoversOutput, MoversSettings, VideoMover } from '#shared/schemas/diagnose';
import type { Variant } from '#shared/schemas/variant';
import { sampleStatement } from '../sample-statement';
import type { OpenQuestion, Question } from './question';

/** Positions that count for exposure where the metric has no cutoff. */
const defaultPositions = 10;

/** The metric whose parts explain a change: itself if it has an ideal list, else ndcg. @throws INVALID_ARGUMENT for a global one. */
export function reasonMetric(text: string): string {
  const spec = parseMetricSpec(text);
  const metric = metricRegistry.get(spec.metricId);
  if (metric.scope !== 'user') {
    throw new RankLabError('INVALID_ARGUMENT', `${spec.spec} has no value for a single user`, {
      place: 'metric',
      value: spec.spec,
      remedy: 'Use a metric with a value for every user, such as ndcg@10',
    });
  }
  return hasIdealList(metric) ? spec.spec : `ndcg@${spec.cutoff ?? defaultPositions}`;
}

/** @param blames of the two variants, for `reasonMetric`. */
export async function findMovers(
  open: OpenQuestion,
  { config, everyUser }: Question,
  blames: readonly Blame[],
  { metric, limit, segments, segment, confidence }: MoversSettings,
): Promise<MoversOutput> {
  const { bench, plan, measure } = open;
  const [before, after] = config.variants as [Variant, Variant];
  const [blameBefore, blameAfter] = blames as [Blame, Blame];
  const spec = parseMetricSpec(metric);
  const k = spec.cutoff ?? defaultPositions;
  const lists = [parseMetricSpec(`ndcg@${k}`)];
  const [a, b] = [await bench.measure(before, [spec], measure), await bench.measure(after, [spec], measure)];
  const values = [a, b].map(({ evaluation }) => evaluation.metrics[0]?.values ?? new Float64Array(0)) as [Float64Array, Float64Array];
  const sign = directionSign(spec);
  const all = moversOf(values[0], values[1], [blameBefore, blameAfter], sign);
  const chosen = chosenUsers(bench, segment);
  const movers = all.filter(({ user }) => chosen.has(user));
  const gained = movers.filter(({ difference }) => sign * difference > 0);
  const lost = movers.filter(({ difference }) => sign * difference < 0);
  const runs = [await bench.lists(before, lists, measure), await bench.lists(after, lists, measure)] as const;
  const depths = [before, after].map((variant) => deepestPosition(lists, limitsOf(variant, bench.view), bench.qrels));
  const videos = exposureChanges(runs[0], runs[1], k, bench.view.dataset.items.ids.size, confidence, [...chosen]);
  const paired = [...chosen].filter((u) => !Number.isNaN((values[0][u] ?? NaN) + (values[1][u] ?? NaN)));
  return {
    metric: spec.spec,
    reasonMetric: blameBefore.spec.spec,
    k,
    confidence,
    names: [before.name, after.name],
    testUserCount: plan.testUserCount,
    measuredUserCount: bench.qrels.users.length,
    segment,
    pairCount: paired.length,
    gainedCount: gained.length,
    lostCount: lost.length,
    parts: meanParts([blameBefore, blameAfter], paired),
    segments: segments.length > 0 ? await groupsOf(open, config, { metric: spec, segments, confidence }, all) : [],
    gained: gained.slice(0, limit).map((mover) => moverToWire(bench, mover)),
    lost: lost.slice(0, limit).map((mover) => moverToWire(bench, mover)),
    videoCount: videos.length,
    videosGained: videos
      .filter(({ difference }) => difference > 0)
      .slice(0, limit)
      .map((video) => videoToWire(bench, video)),
    videosLost: videos
      .filter(({ difference }) => difference < 0)
      .slice(0, limit)
      .map((video) => videoToWire(bench, video)),
    statements: [
      ...(everyUser ? [] : sampleStatement(plan, config.seed)),
      `A video's exposure is the mean over users of 1 / log2(position + 1) within the first ${k} positions`,
      `Reasons are the differences of what each stage loses of ${blameBefore.spec.spec}`,
      ...(Math.min(...depths) < k ? [`The shorter lists end at ${Math.min(...depths)}`] : []),
    ],
  };
}

/** Groups of users, worst first. Measured as an experiment does, with the orders of equal scores, so that the comparisons are the same. */
async function groupsOf(
  { bench, measure }: OpenQuestion,
  { variants, statistics, seed }: Question['config'],
  { metric: spec, segments, confidence }: { metric: MetricSpec; segments: readonly string[]; confidence: number },
  movers: readonly Mover[],
): Promise<MoversOutput['segments']> {
  const [before, after] = variants as [Variant, Variant];
  const exact = { ...measure, quick: false };
  const measured = [await bench.measure(before, [spec], exact), await bench.measure(after, [spec], exact)] as const;
  const settings = { ...statistics, confidence, seed };
  const groups = movedSegments(bench, { spec, measured, movers, sign: directionSign(spec), segmentations: segments, settings });
  return groups.map(({ comparison, ...group }) => ({ ...group, comparison: comparisonToWire(comparison) }));
}

/** Indexes of a group's users among the bench's, ascending; of all without a group. @throws NOT_FOUND for an empty group. */
function chosenUsers(bench: EvaluationBench, segment: MoversSettings['segment']): ReadonlySet<number> {
  const { users } = bench.qrels;
  const rows = segment && new Set(segmentOf(bench, segment).users);
  return new Set([...users.keys()].filter((u) => !rows || rows.has(users[u] ?? -1)));
}

function meanParts([before, after]: readonly [Blame, Blame], users: readonly number[]): MoversOutput['parts'] {
  const mean = (part: (typeof blameParts)[number]): number =>
    users.reduce((sum, u) => sum + lostIn(before, part, u) - lostIn(after, part, u), 0) / Math.max(1, users.length);
  return Object.fromEntries(blameParts.map((part) => [part, mean(part)])) as MoversOutput['parts'];
}

const moverToWire = ({ qrels, view }: EvaluationBench, { user, before, after, difference, parts, reason }: Mover): MoverWire => ({
  userId: view.dataset.users.ids.idOf(userRow(qrels.users[user] ?? -1)),
  before,
  after,
  difference,
  parts: { ...parts },
  reason: reason ?? null,
});

const videoToWire = ({ view: { dataset } }: EvaluationBench, { item, low, high, ...change }: ExposureChange): VideoMover => ({
  videoId: dataset.items.ids.idOf(itemRow(item)),
  title: dataset.items.titles[item] ?? '',
  ...change,
  low: finiteOrNull(low),
  high: finiteOrNull(high),
});
