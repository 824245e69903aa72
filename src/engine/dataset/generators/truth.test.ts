import { describe, expect, it } from 'vitest';
import { affinity, clickProbability, examinationProbability, freshness, type GroundTruth } from './truth';

/** One user who likes topics 0 (¾) and 1 (¼) at the start and only topic 2 at the end; the log runs from 0 to 1000. */
const truth: GroundTruth = {
  topicNames: ['a', 'b', 'c'],
  categoryNames: ['x'],
  topicCategories: Int32Array.of(0, 0, 0),
  users: {
    offsets: Int32Array.of(0, 3),
    topics: Int32Array.of(0, 1, 2),
    earlyWeights: Float32Array.of(0.75, 0.25, 0),
    lateWeights: Float32Array.of(0, 0, 1),
    arrivalMs: Float64Array.of(0),
  },
  items: {
    primaryTopics: Int32Array.of(0, 1, 2, 1),
    secondaryTopics: Int32Array.of(-1, 0, -1, -1),
    quality: Float32Array.of(0, 0, 0, 2),
    publishedAtMs: Float64Array.of(0, 0, -100, 500),
  },
  behaviour: {
    startMs: 0,
    endMs: 1000,
    intercept: -1,
    tasteWeight: 2,
    qualityWeight: 0.5,
    freshnessWeight: 0.4,
    freshnessHalfLifeMs: 100,
    positionBias: 2,
  },
};

describe('affinity', () => {
  it('is the share of the favourite topic at the start', () => {
    expect(affinity(truth, 0, 0, 0)).toBe(1);
    expect(affinity(truth, 0, 3, 0)).toBeCloseTo(1 / 3, 12);
    expect(affinity(truth, 0, 2, 0)).toBe(0);
  });

  it('gives a second topic the weight 0.3', () => {
    // (.7 × .25 + .3 × .75) / .75
    expect(affinity(truth, 0, 1, 0)).toBeCloseTo(0.4 / 0.75, 12);
  });

  it('moves linearly to the late tastes and stays there', () => {
    // Half-way the weights are .375, .125, .5.
    expect(affinity(truth, 0, 0, 500)).toBeCloseTo(0.75, 12);
    expect(affinity(truth, 0, 2, 500)).toBe(1);
    expect(affinity(truth, 0, 0, 1000)).toBe(0);
    expect(affinity(truth, 0, 2, 5000)).toBe(1);
    expect(affinity(truth, 0, 0, -5)).toBe(1);
  });
});

describe('the click model', () => {
  it('halves freshness every half-life', () => {
    expect(freshness(truth, 2, 0)).toBeCloseTo(0.5, 12);
    expect(freshness(truth, 3, 500)).toBe(1);
    expect(freshness(truth, 3, 499)).toBe(0);
  });

  it('adds taste, quality and freshness on the logit scale', () => {
    // −1 + 2 × ⅛⁄½ + ½ × 2 + 0.4 × 1 at 500: item 3 is topic 1, weight .125 of .5
    expect(clickProbability(truth, 0, 3, 500)).toBeCloseTo(1 / (1 + Math.exp(-(-1 + 0.5 + 1 + 0.4))), 12);
    expect(clickProbability(truth, 0, 3, 499)).toBe(0);
  });

  it('looks at position p with probability p^−bias', () => {
    expect([1, 2, 3].map((position) => examinationProbability(truth, position))).toEqual([1, 1 / 4, 1 / 9]);
  });
});
