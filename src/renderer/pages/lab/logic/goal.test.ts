import { describe, expect, it } from 'vitest';
import { bringIn, conflictSentences, goalMoves, moveVideo } from './goal';

const list = { order: ['a', 'b', 'c', 'd'], moved: [] };

describe('rearranging', () => {
  it('moves a video, and only that one counts as moved', () => {
    const edited = moveVideo(list, 'd', 1);
    expect(edited.order).toEqual(['a', 'd', 'b', 'c']);
    expect(goalMoves(edited)).toEqual([{ video: 'd', position: 2 }]);
    expect(moveVideo(list, 'a', -1)).toEqual(list);
    expect(moveVideo(list, 'x', 1)).toEqual(list);
  });

  it('several moves have the places of the final order', () => {
    expect(goalMoves(moveVideo(moveVideo(list, 'd', 0), 'c', 1))).toEqual([
      { video: 'd', position: 1 },
      { video: 'c', position: 2 },
    ]);
  });

  it('brings in a video from outside at the end', () => {
    expect(goalMoves(bringIn(list, 'z'))).toEqual([{ video: 'z', position: 4 }]);
    expect(bringIn(list, 'b')).toEqual(list);
  });
});

it('says which video leads in which signals', () => {
  const video = (videoId: string) => ({ videoId, title: '' });
  const signals = [{ signal: 'factors', above: 0.2, below: 0.9, locked: false }];
  const conflict = { kind: 'dominated' as const, orders: [{ above: video('a'), below: video('b'), share: 1, bestLead: 0, signals }] };
  expect(conflictSentences(conflict, (id) => id.toUpperCase())).toEqual([
    '“b” leads in FACTORS (0.9000 against 0.2000), and stays above “a”',
  ]);
});
