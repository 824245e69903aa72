import type { Rng } from '#engine/core/rng';

/**
 * One urn of tokens per topic; a video owns as many tokens as it is meant to be watched. Drawing a token at random is
 * drawing a video by popularity, and removing it makes the totals come out as planned: no alias tables to keep current.
 */
export class TopicUrns {
  readonly #tokens: Int32Array;
  /** Whose urn each position belongs to; positions never change hands. */
  readonly #topics: Uint8Array;
  readonly #starts: Int32Array;
  readonly #remaining: Int32Array;

  /**
   * At most 256 topics. Every video's tokens go to its primary topic's urn, `secondaryFraction` of them to its secondary topic's instead
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
    this.#tokens = new Int32Array(this.#starts[topicCount]);
    this.#topics = new Uint8Array(this.#tokens.length);
    for (let topic = 0; topic < topicCount; topic++) this.#topics.fill(topic, this.#starts[topic], this.#starts[topic + 1]);
    const cursor = this.#starts.slice();
    for (let video = 0; video < tokensPerVideo.length; video++) {
      const secondary = secondaryTokens[video];
      for (let i = tokensPerVideo[video] - secondary; i > 0; i--) this.#tokens[cursor[primaryTopics[video]]++] = video;
      for (let i = secondary; i > 0; i--) this.#tokens[cursor[secondaryTopics[video]]++] = video;
    }
  }

  /** Tokens left per topic. */
  get remaining(): Int32Array {
    return this.#remaining;
  }

  /** Position of a random token of one topic, −1 when its urn is empty. */
  drawFrom(topic: number, rng: Rng): number {
    const remaining = this.#remaining[topic];
    return remaining === 0 ? -1 : this.#starts[topic] + rng.int(remaining);
  }

  /** Position of a random token of any topic: throws darts at the whole array until one hits a token that is left. */
  drawAnywhere(rng: Rng): number {
    for (let attempt = 0; attempt < 64; attempt++) {
      const position = rng.int(this.#tokens.length);
      const topic = this.#topics[position];
      if (position < this.#starts[topic] + this.#remaining[topic]) return position;
    }
    return -1;
  }

  videoAt(position: number): number {
    return this.#tokens[position];
  }

  /** Takes a token out of its urn. Returns its video. */
  take(position: number): number {
    const video = this.#tokens[position];
    const topic = this.#topics[position];
    this.#tokens[position] = this.#tokens[this.#starts[topic] + --this.#remaining[topic]];
    return video;
  }
}
