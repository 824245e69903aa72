import type { Rng } from '#engine/core/rng';
import type { GeneratorParams } from '#shared/schemas/dataset';
import { secondsPerDay } from './calendar';
import { topicsPerCategory } from './grammar/world';
import type { UserTruth } from './truth';

/** Users fall into this many milieus; people of one milieu tend to like the same few categories. */
const milieuCount = 16;
const categoriesPerMilieu = 5;
/** Most topics that a user likes, before drift. */
const maxTopics = 30;

const devices = ['phone', 'tablet', 'desktop', 'television'];
const regions = ['north', 'east', 'south', 'west', 'islands'];

export interface Audience {
  readonly truth: UserTruth;
  /** Seconds from the start of the logged period; 0: the user joined before it. */
  readonly arrivalSecond: Float64Array;
  readonly deviceCodes: Int32Array;
  readonly devices: readonly string[];
  readonly regionCodes: Int32Array;
  readonly regions: readonly string[];
}

/** Draws an index with probability proportional to `weights`. */
function weighted(weights: Float64Array, total: number, rng: Rng): number {
  let left = rng.next() * total;
  for (let i = 0; i < weights.length; i++) if ((left -= weights[i]) < 0) return i;
  return weights.length - 1;
}

/** When users become active, in seconds from the start of the log, ascending: most joined before it, the others during it. */
export function drawArrivals(params: GeneratorParams, rng: Rng): Float64Array {
  const arrivals = new Float64Array(params.users);
  const newCount = Math.min(Math.floor(params.users * params.newUserFraction), params.users - 1);
  for (let user = params.users - newCount; user < params.users; user++) {
    arrivals[user] = Math.floor(rng.next() * 0.95 * params.days * secondsPerDay);
  }
  return arrivals.sort();
}

/**
 * Users with a few favourite topics each. `topicMass` says how much there is to watch per topic: tastes follow it, so
 * that demand and supply agree. A user who watches more than a few topics can offer likes more topics.
 */
export function makeAudience(
  params: GeneratorParams,
  arrivalSecond: Float64Array,
  viewsPerUser: Int32Array,
  topicMass: Float64Array,
  rng: Rng,
): Audience {
  const count = params.users;
  const categoryMass = new Float64Array(params.categories);
  topicMass.forEach((mass, topic) => (categoryMass[Math.floor(topic / topicsPerCategory)] += mass));
  const categoryTotal = categoryMass.reduce((sum, mass) => sum + mass, 0);
  const milieus = Array.from({ length: milieuCount }, () =>
    Int32Array.from({ length: categoriesPerMilieu }, () => weighted(categoryMass, categoryTotal, rng)),
  );
  const videosPerTopic = params.videos / topicMass.length;
  const offsets = new Int32Array(count + 1);
  const topics: number[] = [];
  const early: number[] = [];
  const late: number[] = [];
  const deviceCodes = new Int32Array(count);
  const regionCodes = new Int32Array(count);
  for (let user = 0; user < count; user++) {
    const milieu = milieus[rng.int(milieuCount)];
    const needed = Math.ceil((3 * params.tasteStrength * viewsPerUser[user]) / videosPerTopic);
    const topicCount = Math.max(2 + rng.int(4), Math.min(needed, maxTopics));
    drawTastes(topics, early, late, topicCount, params.drift, rng, () => {
      const category = rng.next() < 0.75 ? milieu[rng.int(milieu.length)] : weighted(categoryMass, categoryTotal, rng);
      return favouriteTopic(topicMass, category, rng);
    });
    offsets[user + 1] = topics.length;
    deviceCodes[user] = Math.min(3, Math.floor(4 * rng.next() ** 1.6));
    regionCodes[user] = rng.int(regions.length);
  }
  return {
    truth: {
      offsets,
      topics: Int32Array.from(topics),
      earlyWeights: Float32Array.from(early),
      lateWeights: Float32Array.from(late),
      arrivalMs: arrivalSecond.map((second) => params.startMs + second * 1000),
    },
    arrivalSecond,
    deviceCodes,
    devices,
    regionCodes,
    regions,
  };
}

function favouriteTopic(topicMass: Float64Array, category: number, rng: Rng): number {
  const first = category * topicsPerCategory;
  const own = topicMass.subarray(first, first + topicsPerCategory);
  return first + weighted(own, own[0] + own[1] + own[2] + own[3] + own[4] + own[5], rng);
}

/** `wanted` topics of one user with exponential weights; `drift` of them fade out, and as many new ones fade in. */
function drawTastes(
  topics: number[],
  early: number[],
  late: number[],
  topicCount: number,
  drift: number,
  rng: Rng,
  drawTopic: () => number,
): void {
  const start = topics.length;
  for (let i = 0; i < topicCount; i++) {
    const weight = -Math.log(1 - rng.next());
    const fades = rng.next() < drift;
    add(drawTopic(), weight, fades ? 0 : weight);
    if (fades) add(drawTopic(), 0, weight);
  }
  normalise(early, start);
  normalise(late, start);

  function add(topic: number, earlyWeight: number, lateWeight: number): void {
    const known = topics.indexOf(topic, start);
    const at = known < 0 ? topics.push(topic) - 1 : known;
    early[at] = (early[at] ?? 0) + earlyWeight;
    late[at] = (late[at] ?? 0) + lateWeight;
  }
}

function normalise(weights: number[], start: number): void {
  let total = 0;
  for (let i = start; i < weights.length; i++) total += weights[i];
  for (let i = start; i < weights.length; i++) weights[i] /= total;
}

/**
 * Adjusts tastes until the expected views per topic match the videos available in it. Otherwise a few heavy users
 * would empty some urns and leave others full. Changes the weights in place.
 */
export function balanceTastes(truth: UserTruth, viewsPerUser: Int32Array, topicMass: Float64Array, rounds = 3): void {
  const { offsets, topics, earlyWeights, lateWeights } = truth;
  const supplyTotal = topicMass.reduce((sum, mass) => sum + mass, 0);
  const demandTotal = viewsPerUser.reduce((sum, views) => sum + views, 0);
  const demand = new Float64Array(topicMass.length);
  for (let round = 0; round < rounds; round++) {
    demand.fill(0);
    for (let user = 0; user < viewsPerUser.length; user++) {
      for (let i = offsets[user]; i < offsets[user + 1]; i++) {
        demand[topics[i]] += (viewsPerUser[user] * (earlyWeights[i] + lateWeights[i])) / 2;
      }
    }
    const factors = demand.map((asked, topic) =>
      asked === 0 ? 1 : Math.min(3, Math.max(1 / 3, (topicMass[topic] / supplyTotal) * (demandTotal / asked))),
    );
    rescale(earlyWeights, offsets, topics, factors);
    rescale(lateWeights, offsets, topics, factors);
  }
}

/** Multiplies every weight by its topic's factor and makes each user's weights sum to 1 again. */
function rescale(weights: Float32Array, offsets: Int32Array, topics: Int32Array, factors: Float64Array): void {
  for (let user = 0; user + 1 < offsets.length; user++) {
    let total = 0;
    for (let i = offsets[user]; i < offsets[user + 1]; i++) total += weights[i] *= factors[topics[i]];
    if (total > 0) for (let i = offsets[user]; i < offsets[user + 1]; i++) weights[i] /= total;
  }
}
