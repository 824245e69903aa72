import { describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { generatorParamsSchema, type GeneratorParamsInput } from '#shared/schemas/dataset';
import { PageMaker } from './page';
import type { GroundTruth } from './truth';
import { TopicUrns } from './urns';
import { UserMoment } from './user-moment';

const dayMs = 86_400_000;

/** Two videos of one topic, equal except for what a test changes; user 0 likes the topic. */
function opened(asked: GeneratorParamsInput, differing: { tokens?: number[]; quality?: number[]; publishedDay?: number[]; day?: number }) {
  const params = generatorParamsSchema.parse({ days: 100, startMs: 0, freshness: 0, ...asked });
  const { tokens = [30_000, 30_001], quality = [0, 0], publishedDay = [0, 0], day = 50 } = differing;
  const topics = Int32Array.of(0, 0);
  const none = Int32Array.of(-1, -1);
  const truth: GroundTruth = {
    topicNames: ['topic'],
    categoryNames: ['category'],
    topicCategories: Int32Array.of(0),
    users: {
      offsets: Int32Array.of(0, 1),
      topics: Int32Array.of(0),
      earlyWeights: Float32Array.of(1),
      lateWeights: Float32Array.of(1),
      arrivalMs: Float64Array.of(0),
    },
    items: {
      primaryTopics: topics,
      secondaryTopics: none,
      quality: Float32Array.from(quality),
      publishedAtMs: Float64Array.from(publishedDay, (published) => published * dayMs),
    },
    behaviour: {
      startMs: 0,
      endMs: 100 * dayMs,
      intercept: -2,
      tasteWeight: 1,
      qualityWeight: 1,
      freshnessWeight: 0,
      freshnessHalfLifeMs: params.freshnessHalfLifeDays * dayMs,
      positionBias: params.positionBias,
    },
  };
  const popularity = Int32Array.from(tokens);
  const urns = new TopicUrns(1, popularity, topics, none, 0);
  const seconds = Float64Array.from(publishedDay, (published) => published * 86_400);
  const page = new PageMaker(params, truth, seconds, urns, popularity, createRng(5));
  const moment = new UserMoment(truth);
  moment.moveTo(0, day * 86_400);
  const counts = [0, 0];
  const nobody = Int32Array.of(-1, -1);
  for (let i = 0; i < 4000; i++) counts[page.open(moment, nobody)]++;
  return counts.map((count) => count / 4000);
}

describe('page of recommendations', () => {
  it('favours the first position by position bias: 1 against 2^−bias', () => {
    // The second video is the more popular one by a single token, so it is always first.
    expect(opened({ positionBias: 0 }, {})[1]).toBeCloseTo(1 / 2, 1);
    expect(opened({ positionBias: 1 }, {})[1]).toBeCloseTo(2 / 3, 1);
    expect(opened({ positionBias: 3 }, {})[1]).toBeCloseTo(8 / 9, 1);
  });

  it('follows the click probabilities: quality 2 against 0', () => {
    // logit −1 + 2 = 1 against −1: .731 / (.731 + .269)
    expect(opened({ positionBias: 0 }, { quality: [2, 0] })[0]).toBeCloseTo(0.731, 1);
  });

  it('shows no video before it is published', () => {
    expect(opened({}, { publishedDay: [0, 60], day: 50 })).toEqual([1, 0]);
  });
});

describe('TopicUrns', () => {
  it('are drawn in proportion to what is left in them, and become empty', () => {
    const urns = new TopicUrns(3, Int32Array.of(6, 2, 4), Int32Array.of(0, 2, 0), Int32Array.of(2, -1, -1), 0.5);
    expect([...urns.remaining]).toEqual([7, 0, 5]);
    const rng = createRng(1);
    const drawn = [0, 0, 0];
    const taken = [0, 0, 0];
    for (let i = 0; i < 12_000; i++) drawn[urns.drawTopic(rng)]++;
    expect(drawn[0] / 12_000).toBeCloseTo(7 / 12, 1);
    expect(drawn[1]).toBe(0);
    for (let topic = urns.drawTopic(rng); topic >= 0; topic = urns.drawTopic(rng)) {
      const position = urns.drawFrom(topic, rng);
      taken[urns.videoAt(position)]++;
      urns.take(topic, position);
    }
    expect(taken).toEqual([6, 2, 4]);
    expect(urns.drawFrom(0, rng)).toBe(-1);
  });
});
