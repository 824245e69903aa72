import type { Rng } from '#engine/core/rng';
import type { GeneratorParams } from '#shared/schemas/dataset';
import { affinityTo, clickChance, type GroundTruth } from './truth';
import type { TopicUrns } from './urns';
import type { UserMoment } from './user-moment';

/** A page shows this many videos; the user opens one of them. */
const pageSize = 4;
/** Draws before a page stays shorter, and before a topic counts as exhausted for this user. */
const [maxDraws, topicDraws] = [14, 10];

/**
 * The page that a simple recommender shows: videos drawn from the urns (of one topic to the user's taste, or of all),
 * with older ones skipped more often, ordered by popularity. One is opened, with probability place × click probability.
 */
export class PageMaker {
  readonly #topics = new Int32Array(pageSize);
  readonly #positions = new Int32Array(pageSize);
  readonly #items = new Int32Array(pageSize);
  readonly #freshness = new Float64Array(pageSize);
  readonly #chances = new Float64Array(pageSize);
  readonly #examination: Float64Array;
  readonly #decayPerSecond: number;
  /** Exposure of every video on its first day in the log; later days are relative to it. */
  readonly #firstExposure: Float64Array;

  /** `popularity`: views meant for every video. */
  constructor(
    private readonly params: GeneratorParams,
    private readonly truth: GroundTruth,
    private readonly publishedAtSecond: Float64Array,
    private readonly urns: TopicUrns,
    private readonly popularity: Int32Array,
    private readonly rng: Rng,
  ) {
    this.#examination = Float64Array.from({ length: pageSize }, (_, place) => (place + 1) ** -params.positionBias);
    this.#decayPerSecond = Math.LN2 / (params.freshnessHalfLifeDays * 86_400);
    const { freshness } = params;
    const decay = this.#decayPerSecond;
    this.#firstExposure = publishedAtSecond.map((second) => 1 - freshness + freshness * Math.exp(Math.min(0, second) * decay));
  }

  /** Takes the opened video out of its urn and returns it; −1 when nothing suitable was found. */
  open(moment: UserMoment, watchedBy: Int32Array): number {
    const shown = this.#fill(moment, watchedBy);
    if (shown === 0) return -1;
    const place = this.#choosePlace(moment, shown);
    this.urns.take(this.#topics[place], this.#positions[place]);
    return this.#items[place];
  }

  #choosePlace(moment: UserMoment, shown: number): number {
    let sum = 0;
    for (let place = 0; place < shown; place++) {
      const item = this.#items[place];
      const taste = affinityTo(this.truth.items, item, moment.topics, moment.weights, moment.topicCount, moment.largestWeight);
      const chance = clickChance(this.truth.behaviour, taste, this.truth.items.quality[item], this.#freshness[place]);
      sum += this.#chances[place] = this.#examination[place] * chance;
    }
    let left = this.rng.next() * sum;
    for (let place = 0; place < shown; place++) if ((left -= this.#chances[place]) < 0) return place;
    return 0;
  }

  /** `watchedBy[item] === user`: the user has seen it. Returns how many videos the page shows. */
  #fill({ user, second, topicCount, topics, weights }: UserMoment, watchedBy: Int32Array): number {
    const { urns, rng, publishedAtSecond } = this;
    const decay = -this.#decayPerSecond;
    const { freshness } = this.params;
    const taste = rng.next() < this.params.tasteStrength ? drawWeighted(topics, weights, topicCount, rng) : -1;
    let shown = 0;
    for (let draw = 0; draw < maxDraws && shown < pageSize; draw++) {
      const topic = taste >= 0 && (shown > 0 || draw < topicDraws) ? taste : urns.drawTopic(rng);
      const position = topic < 0 ? -1 : urns.drawFrom(topic, rng);
      if (position < 0) {
        if (shown > 0 || topic < 0) break;
        continue;
      }
      const item = urns.videoAt(position);
      const age = second - publishedAtSecond[item];
      if (age < 0 || watchedBy[item] === user || this.#isShown(item, shown)) continue;
      const fresh = Math.exp(age * decay);
      // The video's tokens fix its total views; the age decides when they happen, mostly in its first days.
      if (rng.next() * this.#firstExposure[item] >= 1 - freshness + freshness * fresh) continue;
      this.#insertByPopularity(topic, position, item, fresh, shown++);
    }
    return shown;
  }

  #isShown(item: number, shown: number): boolean {
    for (let place = 0; place < shown; place++) if (this.#items[place] === item) return true;
    return false;
  }

  #insertByPopularity(topic: number, position: number, item: number, fresh: number, shown: number): void {
    const views = this.popularity[item];
    let place = shown;
    for (; place > 0 && this.popularity[this.#items[place - 1]] < views; place--) {
      this.#topics[place] = this.#topics[place - 1];
      this.#positions[place] = this.#positions[place - 1];
      this.#items[place] = this.#items[place - 1];
      this.#freshness[place] = this.#freshness[place - 1];
    }
    this.#topics[place] = topic;
    this.#positions[place] = position;
    this.#items[place] = item;
    this.#freshness[place] = fresh;
  }
}

/** One of the first `count` values, drawn with its weight as probability (weights sum to 1). */
function drawWeighted(values: Int32Array, weights: Float64Array, count: number, rng: Rng): number {
  let left = rng.next();
  for (let i = 0; i < count; i++) if ((left -= weights[i]) < 0) return values[i];
  return values[0];
}
