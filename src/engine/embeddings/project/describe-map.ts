import type { CatalogueMap, MapMethod } from '#shared/schemas/model';
import type { TrainingView } from '../../model/training-view';
import type { Embeddings } from '../../model/vectors';

/** Where a method puts items. */
export interface MapLayout {
  /** Item rows, ascending, and their places: rows.length × 2, row-major. */
  readonly rows: Int32Array;
  readonly coordinates: Float32Array;
  readonly fittedCount: number;
  readonly explainedVarianceFractions: readonly [number, number] | null;
}

export type EmbeddedView = TrainingView & { readonly embeddings: Embeddings };

/** Rows whose vector is not zero, ascending. */
export function rowsWithVector({ vectors, count, dimensions }: Embeddings): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < count; row++) {
    if (vectors.subarray(row * dimensions, (row + 1) * dimensions).some((value) => value !== 0)) rows.push(row);
  }
  return Int32Array.from(rows);
}

/** The map's data: positions and colour values, without removed videos. */
export function describeMap(method: MapMethod, view: EmbeddedView, hidden: ReadonlySet<number>, layout: MapLayout): CatalogueMap {
  const { items } = view.dataset;
  const shown = [...layout.rows.keys()].filter((slot) => !hidden.has(layout.rows[slot]));
  const rows = shown.map((slot) => layout.rows[slot]);
  const { labels, offsets, codes } = items.categories;
  const withVectorCount = rowsWithVector(view.embeddings).filter((row) => !hidden.has(row)).length;
  const videoCount = items.ids.size - hidden.size;
  return {
    method,
    fingerprint: view.embeddings.fingerprint,
    videoCount,
    withoutVectorCount: videoCount - withVectorCount,
    leftOutCount: withVectorCount - rows.length,
    fittedCount: layout.fittedCount,
    explainedVarianceFractions: layout.explainedVarianceFractions && [...layout.explainedVarianceFractions],
    videoIds: rows.map((row) => items.ids.ids[row]),
    titles: rows.map((row) => items.titles[row]),
    x: Float32Array.from(shown, (slot) => layout.coordinates[2 * slot]),
    y: Float32Array.from(shown, (slot) => layout.coordinates[2 * slot + 1]),
    categories: [...labels],
    categoryCodes: Int32Array.from(rows, (row) => (offsets[row] < offsets[row + 1] ? codes[offsets[row]] : -1)),
    userCounts: Int32Array.from(rows, (row) => view.itemUserCounts[row]),
  };
}
