/**
 * The generator's ground truth, hidden from every model: kept beside the dataset for simulated users, never a feature.
 * Plain arrays, so that it can be sent to other threads and stored.
 */
export interface GroundTruth {
  readonly topicNames: readonly string[];
  readonly categoryNames: readonly string[];
  /** Category of every topic. */
  readonly topicCategories: Int32Array;
  readonly users: UserTruth;
  readonly items: ItemTruth;
  readonly behaviour: BehaviourTruth;
}

/** Sparse tastes: user u likes topics `topics[offsets[u] … offsets[u + 1] - 1]`; weights sum to 1 per user. */
export interface UserTruth {
  readonly offsets: Int32Array;
  readonly topics: Int32Array;
  /** Tastes at the start and at the end of the logged period; in between they are interpolated linearly. */
  readonly earlyWeights: Float32Array;
  readonly lateWeights: Float32Array;
  /** First moment the user can be active. */
  readonly arrivalMs: Float64Array;
}

/** Indexed by item row. */
export interface ItemTruth {
  readonly primaryTopics: Int32Array;
  /** −1: none. */
  readonly secondaryTopics: Int32Array;
  /** About standard normal; larger is better. */
  readonly quality: Float32Array;
  readonly publishedAtMs: Float64Array;
}

/** Coefficients of the click model (see `clickProbability`) and of the page. */
interface BehaviourTruth {
  readonly startMs: number;
  readonly endMs: number;
  readonly intercept: number;
  readonly tasteWeight: number;
  readonly qualityWeight: number;
  readonly freshnessWeight: number;
  readonly freshnessHalfLifeMs: number;
  /** Place p (from 1) is looked at with probability p^−positionBias. */
  readonly positionBias: number;
}

/** How much of a video is about its primary topic when it has a second one. */
const primaryShare = 0.7;

/** Taste of a user for a video at a moment: 0 = none of its topics, 1 = all of it is the user's favourite. */
export function affinity(truth: GroundTruth, user: number, item: number, atMs: number): number {
  const { offsets, topics, earlyWeights, lateWeights } = truth.users;
  const late = lateFraction(truth.behaviour, atMs);
  const count = offsets[user + 1] - offsets[user];
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) weights[i] = earlyWeights[offsets[user] + i] * (1 - late) + lateWeights[offsets[user] + i] * late;
  return affinityTo(truth.items, item, topics.subarray(offsets[user], offsets[user + 1]), weights, count, Math.max(...weights));
}

/** `affinity` from tastes already computed for the moment: the first `count` of `topics` and `weights`. */
export function affinityTo(
  items: ItemTruth,
  item: number,
  topics: Int32Array,
  weights: Float64Array,
  count: number,
  largestWeight: number,
): number {
  const primary = items.primaryTopics[item];
  const secondary = items.secondaryTopics[item];
  const share = secondary < 0 ? 1 : primaryShare;
  let matched = 0;
  for (let i = 0; i < count; i++) {
    if (topics[i] === primary) matched += weights[i] * share;
    else if (topics[i] === secondary) matched += weights[i] * (1 - share);
  }
  return largestWeight > 0 ? matched / largestWeight : 0;
}

/** 1 for a video published at this moment, ½ after a half-life, 0 before publication. */
export function freshness(truth: GroundTruth, item: number, atMs: number): number {
  const age = atMs - truth.items.publishedAtMs[item];
  return age < 0 ? 0 : Math.exp((-age * Math.LN2) / truth.behaviour.freshnessHalfLifeMs);
}

/**
 * Probability that a user who looks at a video clicks it, by taste × quality × freshness on the logit scale. 0 before
 * publication. Whether it is looked at depends on its place: multiply by `examinationProbability`.
 */
export function clickProbability(truth: GroundTruth, user: number, item: number, atMs: number): number {
  if (atMs < truth.items.publishedAtMs[item]) return 0;
  return clickChance(truth.behaviour, affinity(truth, user, item, atMs), truth.items.quality[item], freshness(truth, item, atMs));
}

/** The click model itself. */
export function clickChance(behaviour: BehaviourTruth, taste: number, quality: number, fresh: number): number {
  const { intercept, tasteWeight, qualityWeight, freshnessWeight } = behaviour;
  return 1 / (1 + Math.exp(-(intercept + tasteWeight * taste + qualityWeight * quality + freshnessWeight * fresh)));
}

/** Probability that the place (from 1) of a page is looked at. */
export const examinationProbability = (truth: GroundTruth, position: number): number => position ** -truth.behaviour.positionBias;

/** 0 at the start of the logged period, 1 at its end and beyond. */
export function lateFraction({ startMs, endMs }: BehaviourTruth, atMs: number): number {
  return Math.min(1, Math.max(0, (atMs - startMs) / (endMs - startMs)));
}
