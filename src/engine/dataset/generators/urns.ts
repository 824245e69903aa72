import type { Rng } from '#engine/core/rng';

/**
 * One urn of tokens per topic; a video has one token per planned view. Drawing a random token draws a video by popularity,
 * and removing it makes the totals match the plan, without alias tables to update.
 */
export class TopicUrns {
  readonly #tokens: Int32Array;
  readonly #starts: Int32Array;
  readonly #remaining: Int32Array;
  /** Fenwick tree over `#remaining`: draws a topic by its remaining tokens in O(log topics). */
  readonly #tree: Int32Array;
  readonly #highestStep: number;
  #left: number;

  /**
   * Every video's tokens go to its primary topic's urn, `secondaryFraction` of them to its secondary topic's instead
   * (−1: it has none).
   */
  constructor(
    topicCount: number,
    tokensPerVideo: Int32Array,
    primaryTopics: Int32Array,
    secondaryTopics: Int32Array,
    secondaryFraction: number,
  ) {
    const secondaryTokens = tokensPerVideo.map((count, video) => (secondaryTopics[video] < 0 ? 0 : Math.floor(count * secondaryFraction)));
    this.#remaining = new Int32Array(topicCount);
    for (let video = 0; video < tokensPerVideo.length; video++) {
      this.#remaining[primaryTopics[video]] += tokensPerVideo[video] - secondaryTokens[video];
      if (secondaryTokens[video] > 0) this.#remaining[secondaryTopics[video]] += secondaryTokens[video];
    }
    this.#starts = new Int32Array(topicCount + 1);
    for (let topic = 0; topic < topicCount; topic++) this.#starts[topic + 1] = this.#starts[topic] + this.#remaining[topic];
    this.#left = this.#starts[topicCount];
    this.#tokens = new Int32Array(this.#left);
    const cursor = this.#starts.slice();
    for (let video = 0; video < tokensPerVideo.length; video++) {
      const secondary = secondaryTokens[video];
      for (let i = tokensPerVideo[video] - secondary; i > 0; i--) this.#tokens[cursor[primaryTopics[video]]++] = video;
      for (let i = secondary; i > 0; i--) this.#tokens[cursor[secondaryTopics[video]]++] = video;
    }
    this.#tree = new Int32Array(topicCount + 1);
    for (let topic = 0; topic < topicCount; topic++) this.#change(topic, this.#remaining[topic]);
    this.#highestStep = 2 ** Math.floor(Math.log2(topicCount));
  }

  /** Tokens left per topic. */
  get remaining(): Int32Array {
    return this.#remaining;
  }

  /** A random topic, weighted by its remaining tokens; −1 when all urns are empty. */
  drawTopic(rng: Rng): number {
    if (this.#left === 0) return -1;
    let target = rng.int(this.#left);
    let topic = 0;
    for (let step = this.#highestStep; step > 0; step >>= 1) {
      if (topic + step < this.#tree.length && this.#tree[topic + step] <= target) {
        topic += step;
        target -= this.#tree[topic];
      }
    }
    return topic;
  }

  /** Position of a random token of a topic, −1 when its urn is empty. */
  drawFrom(topic: number, rng: Rng): number {
    const remaining = this.#remaining[topic];
    return remaining === 0 ? -1 : this.#starts[topic] + rng.int(remaining);
  }

  videoAt(position: number): number {
    return this.#tokens[position];
  }

  /** Removes a token from its topic's urn. */
  take(topic: number, position: number): void {
    this.#tokens[position] = this.#tokens[this.#starts[topic] + --this.#remaining[topic]];
    this.#change(topic, -1);
    this.#left--;
  }

  #change(topic: number, by: number): void {
    for (let node = topic + 1; node < this.#tree.length; node += node & -node) this.#tree[node] += by;
  }
}
