import type { Embeddings, Factors } from '../../model/vectors';
import type { Dataset } from '../../model/dataset';
import { userIdColumn, videoColumns } from '../csv-files';
import type { ExportTable, ExportTableId } from './export-table';
import type { RowSelection } from './select-rows';

/** The models' vectors. Their rows are those of `dataset`, which may have grown since the exported one. */
export interface ModelVectors {
  readonly dataset: Dataset;
  readonly embeddings: Embeddings | undefined;
  readonly factors: Factors | undefined;
}

interface Rows {
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly rowOf: (id: string) => number | undefined;
}

/** One row per id that has a vector; a zero row means that it has none. */
function vectorTable(id: ExportTableId, idColumn: string, ids: readonly string[], { vectors, dimensions, rowOf }: Rows): ExportTable {
  const vectorOf = (row: number): Float32Array => vectors.subarray(row * dimensions, (row + 1) * dimensions);
  const found = ids.flatMap((each) => {
    const row = rowOf(each);
    return row === undefined || vectorOf(row).length < dimensions || vectorOf(row).every((value) => value === 0) ? [] : [{ each, row }];
  });
  return {
    id,
    count: found.length,
    columns: [
      { header: idColumn, name: idColumn, type: 'text', cell: (place) => found[place].each },
      { header: 'vector', name: 'vector', type: 'vector', cell: (place) => vectorOf(found[place].row) },
    ],
  };
}

/** Content vectors of the selected videos. */
export function embeddingTable(exported: Dataset, rows: RowSelection, { dataset, embeddings }: ModelVectors): ExportTable | undefined {
  if (!embeddings) return undefined;
  const ids = Array.from(rows.videos, (row) => exported.items.ids.ids[row]);
  const rowOf = (id: string): number | undefined => dataset.items.ids.find(id);
  return vectorTable('vectors', videoColumns[0], ids, { vectors: embeddings.vectors, dimensions: embeddings.dimensions, rowOf });
}

/** Factors of the selected users and videos: score(user, video) is the dot product of their rows. */
export function factorTables(exported: Dataset, rows: RowSelection, { dataset, factors }: ModelVectors): ExportTable[] {
  if (!factors) return [];
  const dimensions = factors.factorCount;
  const users = Array.from(rows.users, (row) => exported.users.ids.ids[row]);
  const videos = Array.from(rows.videos, (row) => exported.items.ids.ids[row]);
  return [
    vectorTable('user-factors', userIdColumn, users, {
      vectors: factors.userFactors,
      dimensions,
      rowOf: (id) => dataset.users.ids.find(id),
    }),
    vectorTable('video-factors', videoColumns[0], videos, {
      vectors: factors.itemFactors,
      dimensions,
      rowOf: (id) => dataset.items.ids.find(id),
    }),
  ];
}
