import { describe, expect, it } from 'vitest';
import { compareLists, curvePath, moveText } from './list-moves';

describe('list moves', () => {
  it('names every kind of move', () => {
    const result = compareLists(['a', 'b', 'c', 'd'], ['c', 'a', 'x', 'd']);
    expect(result.moves).toEqual([
      { id: 'c', kind: 'up', from: 2, to: 0, by: 2 },
      { id: 'a', kind: 'down', from: 0, to: 1, by: 1 },
      { id: 'x', kind: 'new', from: -1, to: 2, by: 0 },
      { id: 'd', kind: 'same', from: 3, to: 3, by: 0 },
    ]);
    expect(result).toMatchObject({ dropped: ['b'], newCount: 1, movedCount: 2 });
  });

  it('displays moves and reads them out', () => {
    const { moves } = compareLists(['a', 'b', 'c', 'd'], ['c', 'a', 'x', 'd']);
    expect(moves.map(moveText)).toEqual([
      { text: '▲2', spoken: 'up 2, from 3' },
      { text: '▼1', spoken: 'down 1, from 1' },
      { text: 'new', spoken: 'new' },
      { text: '', spoken: 'same position' },
    ]);
  });

  it('handles empty lists', () => {
    expect(compareLists([], [])).toEqual({ moves: [], dropped: [], newCount: 0, movedCount: 0 });
  });

  it('draws lines between the rows’ heights', () => {
    expect(curvePath(20, 61, 44)).toBe('M0 20 C 22 20, 22 61, 44 61');
  });
});
