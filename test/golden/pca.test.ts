import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { principalComponents } from '#engine/embeddings/project/pca';

interface Golden {
  readonly dimensions: number;
  readonly vectors: number[];
  readonly axes: number[];
  readonly explainedVarianceFractions: number[];
  readonly coordinates: number[];
}
const golden = JSON.parse(readFileSync(new URL('pca.json', import.meta.url), 'utf8')) as Golden;

it('principal components agree with scikit-learn', () => {
  const vectors = Float32Array.from(golden.vectors);
  const rows = Int32Array.from({ length: 60 }, (_none, row) => row);
  const found = principalComponents({ vectors, dimensions: golden.dimensions, rows: rows, components: 3 });
  golden.axes.forEach((value, index) => expect(found.axes[index]).toBeCloseTo(value, 6));
  golden.coordinates.forEach((value, index) => expect(found.coordinates[index]).toBeCloseTo(value, 4));
  golden.explainedVarianceFractions.forEach((value, index) => expect(found.explainedVarianceFractions[index]).toBeCloseTo(value, 7));
});
