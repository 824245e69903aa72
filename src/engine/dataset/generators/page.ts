import type { Rng } from '#engine/core/rng';
import type { GeneratorParams } from '#shared/schemas/dataset';
import { affinityTo, clickChance, type GroundTruth } from './truth';
import type { TopicUrns } from './urns';
import type { UserMoment } from './user-moment';

/** A page shows this many videos; the user opens one of them. */
const pageSize = 5;
/** Draws before a page stays shorter, and before a topic counts as exhausted for this user. */
const [mostDraws, topicDraws] = [40, 12];

/**
 * The page that a simple recommender shows: videos drawn from the urns (of one topic to the user's taste, or of all),
 * older ones passed over more often, ordered by popularity. One is opened by place × click probability.
 */
export class PageMaker {
  readonly #positions = new Int32Array(pageSize);
  readonly #items = new Int32Array(pageSize);
  readonly #freshness = new Float64Array(pageSize);
  readonly #chances = new Float64Array(pageSize);
  readonly #examination: Float64Array;
  readonly #decayPerSecond: number;

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
  }

  /** Position of the opened video's token; −1 when nothing suitable was found. `watchedBy[item] === user`: seen already. */
  open(moment: UserMoment, watchedBy: Int32Array): number {
    const shown = this.#fill(moment, watchedBy);
    if (shown === 0) return -1;
    let sum = 0;
    for (let place = 0; place < shown; place++) {
      const item = this.#items[place];
      const taste = affinityTo(this.truth.items, item, moment.topics, moment.weights, moment.topicCount, moment.largestWeight);
      const chance = clickChance(this.truth.behaviour, taste, this.truth.items.quality[item], this.#freshness[place]);
      sum += this.#chances[place] = this.#examination[place] * chance;
    }
    let left = this.rng.next() * sum;
    for (let place = 0; place < shown; place++) if ((left -= this.#chances[place]) < 0) return this.#positions[place];
    return this.#positions[0];
  }

  #fill(moment: UserMoment, watchedBy: Int32Array): number {
    const { urns, rng, publishedAtSecond } = this;
    const { user, second } = moment;
    const { freshness } = this.params;
    const topic = rng.next() < this.params.tasteStrength ? moment.drawTopic(rng) : -1;
    let shown = 0;
    for (let draw = 0; draw < mostDraws && shown < pageSize; draw++) {
      const inTopic = topic >= 0 && (shown > 0 || draw < topicDraws);
      const position = inTopic ? urns.drawFrom(topic, rng) : urns.drawAnywhere(rng);
      if (position < 0) {
        if (shown > 0) break;
        continue;
      }
      const item = urns.videoAt(position);
      const age = second - publishedAtSecond[item];
      if (age < 0 || watchedBy[item] === user || this.#isShown(item, shown)) continue;
      const fresh = Math.exp(-age * this.#decayPerSecond);
      if (rng.next() >= 1 - freshness + freshness * fresh) continue;
      this.#insertByPopularity(position, item, fresh, shown++);
    }
    return shown;
  }

  #isShown(item: number, shown: number): boolean {
    for (let place = 0; place < shown; place++) if (this.#items[place] === item) return true;
    return false;
  }

  #insertByPopularity(position: number, item: number, fresh: number, shown: number): void {
    const views = this.popularity[item];
    let place = shown;
    for (; place > 0 && this.popularity[this.#items[place - 1]] < views; place--) {
      this.#positions[place] = this.#positions[place - 1];
      this.#items[place] = this.#items[place - 1];
      this.#freshness[place] = this.#freshness[place - 1];
    }
    this.#positions[place] = position;
    this.#items[place] = item;
    this.#freshness[place] = fresh;
  }
}
