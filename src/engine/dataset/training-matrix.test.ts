import { describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from './assemble';
import { trainingMatrix } from './training-matrix';

const dataset = createDataset({
  name: 'matrix',
  users: userTable({ ids: ['a', 'b', 'c'] }),
  items: itemTable({ ids: ['x', 'y', 'z', 'w'] }),
  interactions: interactionTable({
    users: [2, 0, 0, 0, 2, 0],
    items: [3, 1, 0, 1, 1, 2],
    values: [4, 2, NaN, 5, NaN, 3],
    timestampsMs: [1, 2, 3, 4, 5, 6],
  }),
});
const all = Int32Array.of(0, 1, 2, 3, 4, 5);

describe('trainingMatrix', () => {
  it('has sorted rows, one cell per pair, and every user and item even without interactions', () => {
    const matrix = trainingMatrix(dataset, all, 'binary');
    expect([matrix.rows, matrix.columns]).toEqual([3, 4]);
    expect([...matrix.offsets]).toEqual([0, 3, 3, 5]);
    expect([...matrix.indices]).toEqual([0, 1, 2, 1, 3]);
    expect([...matrix.values]).toEqual([1, 1, 1, 1, 1]);
  });

  it('counts repeated interactions', () => {
    expect([...trainingMatrix(dataset, all, 'count').values]).toEqual([1, 2, 1, 1, 1]);
  });

  it('uses the last value of a pair, and 1 if none was given', () => {
    expect([...trainingMatrix(dataset, all, 'value').values]).toEqual([1, 5, 3, 1, 4]);
  });

  it('keeps an earlier value when a later interaction has none', () => {
    const rated = createDataset({
      name: 'matrix',
      users: userTable({ ids: ['a'] }),
      items: itemTable({ ids: ['x'] }),
      interactions: interactionTable({ users: [0, 0], items: [0, 0], values: [4, NaN] }),
    });
    expect([...trainingMatrix(rated, Int32Array.of(0, 1), 'value').values]).toEqual([4]);
  });

  it('contains only the given positions', () => {
    const matrix = trainingMatrix(dataset, Int32Array.of(1, 5), 'value');
    expect([...matrix.offsets]).toEqual([0, 2, 2, 2]);
    expect([...matrix.values]).toEqual([2, 3]);
  });
});
