import { expect, it } from 'vitest';
import type { RankedVideo } from '#shared/schemas/ranking';
import { currentExplanation, type Explained } from './use-explained';

const item = (videoId: string, position: number, score: number) => ({ videoId, position, score }) as RankedVideo;
const pointedAt: Explained = { item: item('a', 2, 0.4), letter: 'A', at: {} as DOMRect, open: true };

it('explains the displayed numbers, not those of an earlier run', () => {
  expect(currentExplanation(pointedAt, [item('b', 1, 0.9), item('a', 2, 0.7)])?.item.score).toBe(0.7);
});

it('explains the video that has moved under a resting pointer', () => {
  expect(currentExplanation(pointedAt, [item('a', 1, 0.9), item('b', 2, 0.8)])?.item.videoId).toBe('b');
  expect(currentExplanation(pointedAt, [item('a', 1, 0.9)])).toBeNull();
  expect(currentExplanation(pointedAt, undefined)).toBeNull();
  expect(currentExplanation(null, [])).toBeNull();
});
