import { subtask } from '../../core/cancellation';
import type { CsrMatrix } from '../../core/linear-algebra/matrix';
import { BLOCK_WIDTH, TallWorkspace } from '../../core/linear-algebra/tall-block';
import { truncatedSvd } from '../../core/linear-algebra/truncated-svd';
import type { Dataset } from '../../model/dataset';
import type { TaskContext } from '../../ports';
import type { FieldWeights } from '../item-fields';
import { LocalModel } from './local-model';
import { readTerms, type TermTable } from './term-table';
import { isPair } from './terms';

interface FitSettings {
  readonly dimensions: number;
  /** Pairs of neighbouring words are terms too. */
  readonly pairs: boolean;
  readonly maxTerms: number;
  readonly weights: FieldWeights;
  readonly seed: number;
  /** 1 for items that may be fitted on. */
  readonly fitItems: Uint8Array;
}

/** Minimum number of items of a pair; rarer pairs add no information. */
const MIN_ITEMS_PER_PAIR = 3;
/** Tolerated residual per direction; below it content neighbours do not change. */
const SVD_TOLERANCE = 0.1;

/**
 * Learns term weights and latent directions from the items allowed, then embeds every item: latent semantic analysis
 * (Deerwester et al. 1990) of log(1 + count) · idf², rows of unit length. The square, because a cosine of TF-IDF vectors also contains every idf
 * twice: it prevents boilerplate phrases from dominating the few directions.
 */
export function fitAndEmbed(dataset: Dataset, settings: FitSettings, context?: TaskContext): { model: LocalModel; vectors: Float32Array } {
  const table = readTerms(dataset, settings.weights, settings.pairs, subtask(context, 0, 0.3));
  const { kept, termWeights } = chooseTerms(table, settings);
  const weighted = weightedTerms(table, kept, termWeights);
  const projection = latentDirections(weighted, settings, subtask(context, 0.3, 0.9));
  const model = new LocalModel({
    terms: Array.from(kept, (number) => table.terms[number]),
    termWeights,
    projection,
    dimensions: settings.dimensions,
    pairs: settings.pairs,
  });
  const vectors = projectItems(weighted, projection, settings.dimensions);
  readUnknownWords(table, kept, model, vectors);
  return { model, vectors };
}

/** Terms that the allowed items use: all words, and pairs that are common enough; the most widely used when there are too many. */
function chooseTerms(table: TermTable, settings: FitSettings): { kept: Int32Array; termWeights: Float64Array } {
  const itemCounts = new Int32Array(table.terms.length);
  let documents = 0;
  settings.fitItems.forEach((allowed, row) => {
    if (!allowed || table.offsets[row] === table.offsets[row + 1]) return;
    documents++;
    for (let p = table.offsets[row]; p < table.offsets[row + 1]; p++) itemCounts[table.numbers[p]]++;
  });
  const eligible = table.terms.flatMap((term, t) => (itemCounts[t] >= (isPair(term) ? MIN_ITEMS_PER_PAIR : 1) ? [t] : []));
  const widest = eligible.sort((a, b) => itemCounts[b] - itemCounts[a] || a - b).slice(0, settings.maxTerms);
  const kept = Int32Array.from(widest).sort();
  return { kept, termWeights: Float64Array.from(kept, (t) => Math.log((documents + 1) / (itemCounts[t] + 0.5)) ** 2) };
}

/** All items × kept terms, weighted. */
function weightedTerms(table: TermTable, kept: Int32Array, termWeights: Float64Array): CsrMatrix {
  const columnOf = columnsOf(table, kept);
  const rows = table.offsets.length - 1;
  const offsets = new Int32Array(rows + 1);
  const indices = new Int32Array(table.numbers.length);
  const values = new Float32Array(table.numbers.length);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    for (let p = table.offsets[row]; p < table.offsets[row + 1]; p++) {
      const column = columnOf[table.numbers[p]];
      if (column < 0) continue;
      indices[end] = column;
      values[end++] = Math.log1p(table.counts[p]) * termWeights[column];
    }
    offsets[row + 1] = end;
  }
  return { rows, columns: kept.length, offsets, indices: indices.subarray(0, end), values: values.subarray(0, end) };
}

function columnsOf(table: TermTable, kept: Int32Array): Int32Array {
  const columnOf = new Int32Array(table.terms.length).fill(-1);
  kept.forEach((number, column) => (columnOf[number] = column));
  return columnOf;
}

/** terms × dimensions: leading right singular vectors of the allowed items, each divided by √σ so that none dominates. */
function latentDirections(weighted: CsrMatrix, settings: FitSettings, context: TaskContext): Float32Array {
  const { dimensions, seed } = settings;
  const matrix = unitRows(weighted, settings.fitItems);
  const projection = new Float32Array(matrix.columns * dimensions);
  const rank = Math.min(dimensions, matrix.rows, matrix.columns);
  if (rank === 0) return projection;
  const { right, singularValues } = truncatedSvd(matrix, { rank, seed, tolerance: SVD_TOLERANCE }, context);
  for (let d = 0; d < rank; d++) {
    const scale = singularValues[d] > 0 ? 1 / Math.sqrt(singularValues[d]) : 0;
    for (let t = 0; t < matrix.columns; t++) projection[t * dimensions + d] = right[t * rank + d] * scale;
  }
  return projection;
}

/** The allowed rows that have entries, each of unit length. */
function unitRows(matrix: CsrMatrix, allowed: Uint8Array): CsrMatrix {
  const offsets = new Int32Array(matrix.rows + 1);
  const indices = new Int32Array(matrix.indices.length);
  const values = new Float32Array(matrix.indices.length);
  let rows = 0;
  let end = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const from = matrix.offsets[row];
    const to = matrix.offsets[row + 1];
    if (!allowed[row] || from === to) continue;
    let squared = 0;
    for (let p = from; p < to; p++) squared += matrix.values[p] ** 2;
    for (let p = from; p < to; p++) {
      indices[end] = matrix.indices[p];
      values[end++] = matrix.values[p] / Math.sqrt(squared);
    }
    offsets[++rows] = end;
  }
  return {
    rows,
    columns: matrix.columns,
    offsets: offsets.slice(0, rows + 1),
    indices: indices.subarray(0, end),
    values: values.subarray(0, end),
  };
}

/** Unit vectors of all items: weighted terms · projection, four directions at a time. */
function projectItems(weighted: CsrMatrix, projection: Float32Array, dimensions: number): Float32Array {
  const sums = new Float64Array(weighted.rows * dimensions);
  const workspace = new TallWorkspace();
  const placed = workspace.place(weighted);
  const [directionBlock, imageBlock] = [workspace.block(weighted.columns), workspace.block(weighted.rows)];
  const [directions, image] = [workspace.values(directionBlock), workspace.values(imageBlock)];
  for (let first = 0; first < dimensions; first += BLOCK_WIDTH) {
    const count = Math.min(BLOCK_WIDTH, dimensions - first);
    for (let t = 0; t < weighted.columns; t++) {
      for (let c = 0; c < count; c++) directions[t * BLOCK_WIDTH + c] = projection[t * dimensions + first + c];
    }
    workspace.multiply(placed, directionBlock, imageBlock);
    for (let row = 0; row < weighted.rows; row++) {
      for (let c = 0; c < count; c++) sums[row * dimensions + first + c] = image[row * BLOCK_WIDTH + c];
    }
  }
  const vectors = new Float32Array(sums.length);
  for (let at = 0; at < sums.length; at += dimensions) {
    let squared = 0;
    for (let d = 0; d < dimensions; d++) squared += sums[at + d] ** 2;
    const scale = squared > 1e-24 ? 1 / Math.sqrt(squared) : 0;
    for (let d = 0; d < dimensions; d++) vectors[at + d] = sums[at + d] * scale;
  }
  return vectors;
}

/** Items with words outside the vocabulary are embedded again like a query, with substitutes for unknown words. */
function readUnknownWords(table: TermTable, kept: Int32Array, model: LocalModel, vectors: Float32Array): void {
  const columnOf = columnsOf(table, kept);
  const { dimensions } = model.data;
  const counts = new Map<number, number>();
  for (let row = 0; row + 1 < table.offsets.length; row++) {
    const [from, to] = [table.offsets[row], table.offsets[row + 1]];
    let unknown = false;
    for (let p = from; p < to && !unknown; p++) unknown = columnOf[table.numbers[p]] < 0 && !isPair(table.terms[table.numbers[p]]);
    if (!unknown) continue;
    counts.clear();
    for (let p = from; p < to; p++) model.countTerm(table.terms[table.numbers[p]], table.counts[p], counts);
    vectors.set(model.project(counts), row * dimensions);
  }
}
