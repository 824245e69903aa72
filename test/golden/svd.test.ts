import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from '#engine/core/linear-algebra/matrix';
import { truncatedSvd } from '#engine/core/linear-algebra/truncated-svd';
import { computeFactors } from '#engine/factors/compute-factors';
import type { Fingerprint } from '#shared/ids';

interface SvdCase {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly entries: { row: number[]; column: number[]; value: number[] };
  readonly rank: number;
  readonly singularValues: number[];
  readonly scores: { users: number[]; items: number[]; values: number[][] };
  readonly firstItemVector: number[];
  readonly squaredNorm: number;
}

const { cases } = JSON.parse(readFileSync(new URL('svd.json', import.meta.url), 'utf8')) as { cases: SvdCase[] };

describe.each(cases)('truncated SVD of $name, against scipy', ({ rows, columns, entries, rank, ...expected }) => {
  const matrix = csrFromTriplets(rows, columns, entries.row, entries.column, entries.value);

  it('finds the singular values', () => {
    const byDefault = truncatedSvd(matrix, { rank, seed: 3 });
    const fine = truncatedSvd(matrix, { rank, seed: 3, tolerance: 1e-10 });
    expected.singularValues.forEach((value, i) => {
      expect(Math.abs(byDefault.singularValues[i] / value - 1)).toBeLessThan(1e-9);
      expect(Math.abs(fine.singularValues[i] / value - 1)).toBeLessThan(1e-9);
    });
  });

  it('gives the same scores, the same signs and the same shares of variance', async () => {
    const factors = await computeFactors(matrix, {
      method: 'truncated-svd',
      factorCount: rank,
      seed: 11,
      latestTimestampMs: NaN,
      inputFingerprint: '' as Fingerprint,
    });
    const { users, items, values } = expected.scores;
    users.forEach((user, u) =>
      items.forEach((item, i) => {
        let score = 0;
        for (let c = 0; c < rank; c++) score += factors.userFactors[user * rank + c] * factors.itemFactors[item * rank + c];
        // Vectors are stored in single precision, whose error is relative to the largest score.
        expect(Math.abs(score - values[u][i])).toBeLessThan(1e-6);
      }),
    );
    for (let item = 0; item < columns; item++) {
      expect(factors.itemFactors[item * rank]).toBeCloseTo(expected.firstItemVector[item], 5);
    }
    expected.singularValues.forEach((value, c) => {
      expect(factors.explainedVarianceFractions[c]).toBeCloseTo(value ** 2 / expected.squaredNorm, 8);
    });
  });
});
