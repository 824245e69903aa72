import { describe, expect, it } from 'vitest';
import { bringIn, conflictSentences, goalMoves, moveVideo } from './goal';

const list = { order: ['a', 'b', 'c', 'd'], moved: [] };

describe('rearranging a list', () => {
  it('moves a video, and marks only that one as moved', () => {
    const edited = moveVideo(list, 'd', 1);
    expect(edited.order).toEqual(['a', 'd', 'b', 'c']);
    expect(goalMoves(edited)).toEqual([{ video: 'd', position: 2 }]);
    expect(moveVideo(list, 'a', -1)).toEqual(list);
    expect(moveVideo(list, 'x', 1)).toEqual(list);
  });

  it('uses final positions after several moves', () => {
    expect(goalMoves(moveVideo(moveVideo(list, 'd', 0), 'c', 1))).toEqual([
      { video: 'd', position: 1 },
      { video: 'c', position: 2 },
    ]);
  });

  it('appends a video from outside the list', () => {
    expect(goalMoves(bringIn(list, 'z'))).toEqual([{ video: 'z', position: 4 }]);
    expect(bringIn(list, 'b')).toEqual(list);
  });
});

it('names the signals in which a video leads', () => {
  const video = (videoId: string) => ({ videoId, title: '' });
  const signals = [{ signal: 'factors', above: 0.2, below: 0.9, locked: false }];
  const conflict = { kind: 'dominated' as const, orders: [{ above: video('a'), below: video('b'), share: 1, bestLead: 0, signals }] };
  expect(conflictSentences(conflict, (id) => id.toUpperCase())).toEqual([
    '“b” leads in FACTORS (0.9000 against 0.2000), and stays above “a”',
  ]);
});
