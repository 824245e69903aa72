import { basename, dirname, extname, join, resolve } from 'node:path';
import type { AnnIndex, AnnMetric } from '#engine/ann/port';
import type { TrainingView } from '#engine/model/training-view';
import type { TaskContext } from '#engine/ports';
import { writeCsv } from '#engine/report/table';
import { RankLabError } from '#shared/errors';
import { itemRow } from '#shared/ids';
import type { IndexedVectors } from '#shared/schemas/index-bench';
import type { BuildSettings } from '#shared/schemas/model';
import { encodeFlatIndex } from './faiss-flat-file';
import { writeAtomically } from '../storage/files/atomic-write';
import type { FileOperations } from '../storage/files/file-operations';
import type { AnnSelection } from './ann-selection';

interface IndexExport {
  /** A FAISS file. */
  readonly file: string;
  /** CSV with the columns row and video: row i of the index is the video in line i. */
  readonly idsFile: string;
  readonly description: string;
  readonly metric: AnnMetric;
  readonly count: number;
  readonly dimensions: number;
}

/** The item vectors of an index of the workspace, and their default metric. @throws NOT_BUILT */
export function itemVectors(view: TrainingView, which: IndexedVectors): { vectors: Float32Array; dimensions: number; metric: AnnMetric } {
  const { embeddings, factors } = view;
  if (which === 'content' && embeddings) return { vectors: embeddings.vectors, dimensions: embeddings.dimensions, metric: 'cosine' };
  if (which === 'factors' && factors) return { vectors: factors.itemFactors, dimensions: factors.factorCount, metric: 'inner-product' };
  throw new RankLabError('NOT_BUILT', `This workspace has no ${which === 'content' ? 'content embeddings' : 'factors'}`, {
    remedy: 'Build them on the Model page, or with “ranklab build”',
  });
}

/**
 * Writes the index as a plain FAISS file, and beside it the videos in the order of its rows. Cosine is stored as an inner product over vectors of
 * length 1. Without FAISS the file is a Flat index. `live`: an existing index of these settings over exactly these rows, written unchanged; otherwise
 * an index is built.
 */
export async function exportIndex(
  view: TrainingView,
  which: IndexedVectors,
  settings: BuildSettings['index'],
  ann: AnnSelection,
  files: FileOperations,
  out: string,
  { live, context }: { readonly live?: AnnIndex | undefined; readonly context?: TaskContext } = {},
): Promise<IndexExport> {
  const source = itemVectors(view, which);
  const metric = settings.metric ?? source.metric;
  const file = resolve(out);
  const idsFile = join(dirname(file), `${basename(file, extname(file))}.ids.csv`);
  if (idsFile === file) throw new RankLabError('INVALID_ARGUMENT', 'The index and its list of ids need different names', { place: file });
  let bytes: Uint8Array;
  let description: string;
  if (ann.choose(settings.backend).writesFaissFiles) {
    const index = live ?? (await ann.build(settings, source.vectors, source.dimensions, source.metric, context)).index;
    try {
      bytes = await index.serialize();
      description = index.stats().description;
    } finally {
      if (index !== live) index.dispose();
    }
  } else {
    bytes = encodeFlatIndex(source.vectors, source.dimensions, metric);
    description = `Flat · ${metric}, written without FAISS`;
  }
  const count = source.vectors.length / source.dimensions;
  const rows = Array.from({ length: count }, (_, row) => row);
  const columns = [
    { name: 'row', value: (row: number) => row },
    { name: 'video', value: (row: number) => view.dataset.items.ids.idOf(itemRow(row)) },
  ];
  await writeAtomically(files, idsFile, [new TextEncoder().encode(writeCsv(columns, rows))], { doing: 'write the ids of the index' });
  await writeAtomically(files, file, [bytes], { bytes: bytes.length, doing: 'write the index' });
  return { file, idsFile, description, metric, count, dimensions: source.dimensions };
}
