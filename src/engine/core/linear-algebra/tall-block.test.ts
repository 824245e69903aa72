import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from './matrix';
import { createRng } from '../rng';
import { BLOCK_WIDTH, TallWorkspace, type TallBlock } from './tall-block';

const rng = createRng('tall');
function randomBlock(workspace: TallWorkspace, rows: number): TallBlock {
  const block = workspace.block(rows);
  const values = workspace.values(block);
  for (let i = 0; i < values.length; i++) values[i] = rng.normal();
  return block;
}

describe('TallWorkspace', () => {
  it.each([0, 1, 3, 50])('projects and subtracts blocks of %i rows like the written-out formula', (rows) => {
    const workspace = new TallWorkspace();
    const [basis, block] = [randomBlock(workspace, rows), randomBlock(workspace, rows)];
    const [q, w] = [workspace.values(basis).slice(), workspace.values(block).slice()];
    const projection = workspace.project(basis, block).slice();
    for (let i = 0; i < BLOCK_WIDTH; i++) {
      for (let j = 0; j < BLOCK_WIDTH; j++) {
        let expected = 0;
        for (let r = 0; r < rows; r++) expected += q[r * 4 + i] * w[r * 4 + j];
        expect(projection[i * 4 + j]).toBeCloseTo(expected, 12);
      }
    }
    workspace.subtract(basis, projection, block);
    const left = workspace.values(block);
    for (let r = 0; r < rows; r++) {
      for (let j = 0; j < BLOCK_WIDTH; j++) {
        let expected = w[r * 4 + j];
        for (let i = 0; i < BLOCK_WIDTH; i++) expected -= q[r * 4 + i] * projection[i * 4 + j];
        expect(left[r * 4 + j]).toBeCloseTo(expected, 12);
      }
    }
    expect(workspace.values(basis)).toEqual(q);
  });

  it('multiplies a sparse matrix with empty rows and overwrites the previous output', () => {
    const workspace = new TallWorkspace();
    const matrix = csrFromTriplets(4, 3, [0, 0, 2, 3], [0, 2, 1, 2], [2, -1, 0.5, 3]);
    const placed = workspace.place(matrix);
    const block = workspace.block(3);
    const out = randomBlock(workspace, 4);
    workspace.values(block).set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    workspace.multiply(placed, block, out);
    expect([...workspace.values(out)]).toEqual([-7, -6, -5, -4, 0, 0, 0, 0, 2.5, 3, 3.5, 4, 27, 30, 33, 36]);
  });

  it('preserves blocks while its memory grows', () => {
    const workspace = new TallWorkspace();
    const first = randomBlock(workspace, 1000);
    const before = workspace.values(first).slice();
    for (let i = 0; i < 40; i++) expect(workspace.values(workspace.block(100_000)).every((value) => value === 0)).toBe(true);
    expect(workspace.values(first)).toEqual(before);
  });
});
