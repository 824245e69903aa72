import { throwIfCancelled, subtask } from '#engine/core/cancellation';
import { createRng, type Rng } from '#engine/core/rng';
import type { Dataset, InteractionTable } from '#engine/model/dataset';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import { generatorParamsSchema, type GeneratorParams, type GeneratorParamsInput, type GeneratorReport } from '#shared/schemas/dataset';
import { createDataset, interactionTable, itemTable, userTable } from '../assemble';
import { balanceTastes, drawArrivals, makeAudience, type Audience } from './audience';
import { Calendar, secondsPerDay } from './calendar';
import { makeCatalogue, type Catalogue } from './catalogue';
import { worldTopics } from './grammar/sentences';
import { topicsPerCategory, worldCategories } from './grammar/world';
import { rows, sortedOrder } from './rows';
import { generatorReport } from './report';
import type { GroundTruth } from './truth';
import { TopicUrns } from './urns';
import { kinds, simulateViews, type Events } from './viewing';
import { apportion, fitExponent, zipfCounts } from './zipf';

export interface GeneratedData {
  readonly dataset: Dataset;
  readonly truth: GroundTruth;
  readonly report: GeneratorReport;
}

/**
 * Caps on the share of users a single video is planned for; the first one that allows the requested popularity steepness
 * is used. Lower is better: when every user watches the same few hits, knowing a user's taste helps little.
 */
const audienceShares = [0.2, 0.3, 0.45, 0.7];
/** Limits per user: the share of the videos watched, and the views per day as long as other users have capacity. */
const historyShares = [0.5, 0.7];
const maxViewsPerDay = 40;
/** Tokens beyond the views asked for, so that the last users still have a choice. */
const spareTokenShare = 0.05;
const secondaryTokens = 0.3;

/**
 * Simulates users watching videos: docs/generator.md describes the model. The same parameters give the same data; the
 * number of interactions is exactly the requested one, and no user watches a video twice. Interactions are ordered by time.
 * @throws INVALID_ARGUMENT when there are fewer (user, video) pairs than interactions asked for.
 */
export function generateDataset(input: GeneratorParamsInput, context?: TaskContext): GeneratedData {
  const params = generatorParamsSchema.parse(input);
  requireEnoughPairs(params);
  const rng = createRng(params.seed).derive('generator');
  const calendar = new Calendar(params.startMs, params.days, params.weeklyRhythm);
  context?.report?.(0, 'Writing the catalogue');
  const catalogue = makeCatalogue(params, rng.derive('catalogue'));
  throwIfCancelled(context);

  const popularity = plannedViews(params, catalogue, calendar, rng.derive('popularity'));
  const topicCount = params.categories * topicsPerCategory;
  const { primaryTopics, secondaryTopics } = catalogue.truth;
  const urns = new TopicUrns(topicCount, popularity, primaryTopics, secondaryTopics, secondaryTokens);
  const topicMass = Float64Array.from(urns.remaining);
  const arrivals = drawArrivals(params, rng.derive('arrivals'));
  const viewsPerUser = plannedActivity(params, arrivals, calendar, rng.derive('activity'));
  const audience = makeAudience(params, arrivals, viewsPerUser, topicMass, rng.derive('audience'));
  balanceTastes(audience.truth, viewsPerUser, topicMass);

  const truth = groundTruth(params, catalogue, audience, calendar);
  const simulation = subtask(context, 0.2, 0.9);
  const viewing = { params, calendar, catalogue, audience, truth, urns, popularity, viewsPerUser };
  const events = simulateViews(viewing, rng.derive('views'), simulation);
  context?.report?.(0.9, 'Putting the tables together');
  const interactions = interactionsInTimeOrder(params, events);
  const dataset = createDataset({
    name: `synthetic, seed ${params.seed}`,
    users: usersOf(params, audience),
    items: itemsOf(params, catalogue),
    interactions,
  });
  const newVideos = catalogue.publishedAtSecond.filter((second) => second >= 0).length;
  const newUsers = audience.arrivalSecond.filter((second) => second > 0).length;
  return { dataset, truth, report: generatorReport(params, interactions, newVideos, newUsers) };
}

function requireEnoughPairs({ users, videos, interactions }: GeneratorParams): void {
  if (interactions <= users * videos) return;
  throw new RankLabError('INVALID_ARGUMENT', `${users} users cannot watch ${videos} videos ${interactions} times without repetition`, {
    place: 'interactions',
    value: String(interactions),
    remedy: `Ask for at most ${users * videos} interactions, or for more users or videos`,
  });
}

/**
 * Views planned for every video: Zipf by rank, where the rank comes from quality, luck and how long the video can be
 * shown, given its publication date and how fast it ages.
 */
function plannedViews(params: GeneratorParams, catalogue: Catalogue, calendar: Calendar, rng: Rng): Int32Array {
  const appeal = new Float64Array(params.videos);
  for (let item = 0; item < appeal.length; item++) {
    const exposure = meanExposure(params, catalogue.publishedAtSecond[item], calendar.seconds);
    appeal[item] = catalogue.truth.quality[item] + 0.8 * rng.normal() + 1.5 * Math.log(exposure + 0.02);
  }
  const tokens = Math.min(Math.ceil(params.interactions * (1 + spareTokenShare)), params.users * params.videos);
  return byRank(appeal, params.popularityExponent, tokens, params.users, audienceShares);
}

/** Mean over the logged period of the chance that a video of this age is shown; 0 before it is published. */
function meanExposure({ freshness, freshnessHalfLifeDays }: GeneratorParams, publishedAt: number, seconds: number): number {
  const rate = Math.LN2 / (freshnessHalfLifeDays * secondsPerDay);
  const from = Math.max(0, publishedAt);
  const decayed = (Math.exp(-rate * (from - publishedAt)) - Math.exp(-rate * (seconds - publishedAt))) / rate;
  return ((1 - freshness) * (seconds - from) + freshness * decayed) / seconds;
}

/** Views of every user: Zipf by rank, where late arrivals mostly rank lower. */
function plannedActivity(params: GeneratorParams, arrivals: Float64Array, calendar: Calendar, rng: Rng): Int32Array {
  const propensity = arrivals.map((second) => rng.normal() + 1.5 * Math.log(1.02 - second / calendar.seconds));
  const limit = Math.min(params.videos, Math.max(maxViewsPerDay * params.days, Math.ceil((4 * params.interactions) / params.users)));
  return byRank(propensity, params.activityExponent, params.interactions, limit, historyShares);
}

/**
 * Distributes `total` by a Zipf law over the ranks of `merit` (largest first). No entry exceeds the largest of `shares`
 * times `limit`, or only slightly where the total leaves no choice.
 */
function byRank(weights: Float64Array, exponent: number, total: number, limit: number, shares: readonly number[]): Int32Array {
  const count = weights.length;
  let counts: Float64Array = new Float64Array(count);
  let cap = limit;
  for (const share of shares) {
    cap = Math.min(limit, Math.max(Math.ceil(limit * share), Math.ceil((1.25 * total) / count)));
    counts = zipfCounts(count, exponent, total, cap);
    if (!(fitExponent(counts) < exponent - 0.05)) break;
  }
  const perRank = apportion(counts, total, cap);
  const ranking = rows(count).sort((a, b) => weights[b] - weights[a] || a - b);
  const result = new Int32Array(count);
  ranking.forEach((row, rank) => (result[row] = perRank[rank]));
  return result;
}

function groundTruth(params: GeneratorParams, catalogue: Catalogue, audience: Audience, calendar: Calendar): GroundTruth {
  const topicCount = params.categories * topicsPerCategory;
  return {
    topicNames: worldTopics.slice(0, topicCount).map((topic) => topic.name),
    categoryNames: worldCategories.slice(0, params.categories).map((category) => category.name),
    topicCategories: Int32Array.from({ length: topicCount }, (_, topic) => Math.floor(topic / topicsPerCategory)),
    users: audience.truth,
    items: catalogue.truth,
    behaviour: {
      startMs: params.startMs,
      endMs: params.startMs + calendar.seconds * 1000,
      intercept: -2,
      tasteWeight: 3 * params.tasteStrength,
      qualityWeight: 0.6,
      freshnessWeight: 0.8 * params.freshness,
      freshnessHalfLifeMs: params.freshnessHalfLifeDays * 86_400_000,
      positionBias: params.positionBias,
    },
  };
}

function interactionsInTimeOrder(params: GeneratorParams, events: Events): InteractionTable {
  const order = sortedOrder(events.seconds);
  const users = new Int32Array(order.length);
  const items = new Int32Array(order.length);
  const kindCodes = new Uint8Array(order.length);
  const values = new Float64Array(order.length);
  const timestampsMs = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const source = order[i];
    users[i] = events.users[source];
    items[i] = events.items[source];
    kindCodes[i] = events.kindCodes[source];
    values[i] = events.watchedPermille[source] / 1000;
    timestampsMs[i] = params.startMs + events.seconds[source] * 1000;
  }
  return interactionTable({ users, items, kinds, kindCodes, values, timestampsMs });
}

function usersOf(params: GeneratorParams, audience: Audience) {
  return userTable({
    ids: numberedIds('u', params.users),
    columns: {
      device: { labels: audience.devices, codes: audience.deviceCodes },
      region: { labels: audience.regions, codes: audience.regionCodes },
    },
  });
}

function itemsOf(params: GeneratorParams, catalogue: Catalogue) {
  return itemTable({
    ids: numberedIds('v', params.videos),
    titles: catalogue.titles,
    descriptions: catalogue.descriptions,
    tags: catalogue.tags,
    categories: catalogue.categories,
    creators: { labels: catalogue.creatorLabels, codes: catalogue.creatorCodes },
    publishedAtMs: catalogue.truth.publishedAtMs,
    durationSeconds: catalogue.durationSeconds,
  });
}

/** `u00001` …: padded to the width of the largest, so that text order is number order. */
function numberedIds(prefix: string, count: number): string[] {
  const width = String(count).length;
  return Array.from({ length: count }, (_, i) => prefix + String(i + 1).padStart(width, '0'));
}
