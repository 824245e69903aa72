import { describe, expect, it } from 'vitest';
import type { WhyNotOutput } from '#shared/schemas/explanation';
import { whyNotSteps } from './why-not-steps';

const answer = (patch: Partial<WhyNotOutput>): WhyNotOutput => ({
  video: { videoId: 'v', title: 'V' },
  stage: 'outranked',
  sentence: '',
  position: 57,
  poolPosition: 80,
  poolSize: 200,
  score: 0.41,
  scoreToBeat: 0.54,
  contributions: [],
  sources: [
    { id: 'factors', limit: 200, position: 31 },
    { id: 'popular', limit: 200, position: null },
    { id: 'content', limit: 200, position: 7148 },
  ],
  lifts: [],
  ...patch,
});
const sourceName = (id: string): string => (id === 'factors' ? 'Latent factors' : id);
const states = (patch: Partial<WhyNotOutput>) => whyNotSteps(answer(patch), sourceName).map(({ state }) => state);

describe('whyNotSteps', () => {
  it('passes every stage before the one that removed the video', () => {
    expect(states({ stage: 'listed' })).toEqual(['passed', 'passed', 'passed', 'passed', 'passed']);
    expect(states({ stage: 'outranked' })).toEqual(['passed', 'passed', 'passed', 'passed', 'lost']);
    expect(states({ stage: 'cut-by-pool' })).toEqual(['passed', 'passed', 'lost', 'unreached', 'unreached']);
    expect(states({ stage: 'seen' })).toEqual(['lost', 'unreached', 'unreached', 'unreached', 'unreached']);
  });

  it('reports the video’s position in each stage', () => {
    const details = whyNotSteps(answer({}), sourceName).map(({ detail }) => detail);
    expect(details[1]).toBe('Latent factors: 31 of 200 · popular: not in 200 · content: 7,148, beyond the 200 taken');
    expect(details[2]).toBe('80 of 200');
    expect(details[4]).toBe('position 57, score 0.4100, to beat 0.5400');
  });
});
