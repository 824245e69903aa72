import { subtask, throwIfCancelled } from '../../core/cancellation';
import { csrFromTriplets } from '../../core/matrix';
import { tokenize } from '../../core/tokenize';
import { truncatedSvd } from '../../core/truncated-svd';
import type { Dataset } from '../../model/dataset';
import type { TaskContext } from '../../ports';
import { fieldText, itemFields, type FieldWeights } from '../item-fields';
import { LocalModel } from './local-model';
import { forEachTerm, isPair } from './terms';

export interface FitSettings {
  readonly dimensions: number;
  readonly pairs: boolean;
  readonly maxTerms: number;
  readonly weights: FieldWeights;
  readonly seed: number;
  readonly fitItems: Uint8Array;
}

/** Every item's terms as (item, term number, weighted count), over a shared numbering of terms. */
interface TermTable {
  readonly terms: string[];
  readonly offsets: Int32Array;
  readonly termOf: Int32Array;
  readonly counts: Float32Array;
}

/**
 * Learns term weights and latent directions from the items allowed, then embeds every item.
 * Latent semantic analysis (Deerwester et al. 1990) of weights log(1 + count) · idf, rows of unit length.
 */
export function fitAndEmbed(dataset: Dataset, settings: FitSettings, context?: TaskContext): { model: LocalModel; vectors: Float32Array } {
  const table = readTerms(dataset, settings, subtask(context, 0, 0.3));
  const { kept, idf } = chooseTerms(table, settings);
  const terms = Array.from(kept, (t) => table.terms[t]);
  const numberOf = new Int32Array(table.terms.length).fill(-1);
  kept.forEach((t, i) => (numberOf[t] = i));
  const fitted = projectionFor(table, numberOf, idf, terms.length, settings, subtask(context, 0.3, 0.9));
  const model = new LocalModel({ terms, idf, projection: fitted.projection, dimensions: settings.dimensions, pairs: settings.pairs });
  return { model, vectors: embedAll(table, numberOf, model, context) };
}

function readTerms(dataset: Dataset, settings: FitSettings, context: TaskContext): TermTable {
  const numbers = new Map<string, number>();
  const terms: string[] = [];
  const itemCount = dataset.items.ids.size;
  const offsets = new Int32Array(itemCount + 1);
  const termOf: number[] = [];
  const counts: number[] = [];
  const current = new Map<number, number>();
  const fields = itemFields.filter((field) => settings.weights[field] > 0);
  for (let row = 0; row < itemCount; row++) {
    if (row % 1024 === 0) {
      throwIfCancelled(context);
      context.report?.(row / itemCount);
    }
    current.clear();
    for (const field of fields) {
      const weight = settings.weights[field];
      forEachTerm(tokenize(fieldText(dataset, row, field)), settings.pairs, (term) => {
        let number = numbers.get(term);
        if (number === undefined) {
          number = terms.push(term) - 1;
          numbers.set(term, number);
        }
        current.set(number, (current.get(number) ?? 0) + weight);
      });
    }
    for (const [number, count] of current) {
      termOf.push(number);
      counts.push(count);
    }
    offsets[row + 1] = termOf.length;
  }
  return { terms, offsets, termOf: Int32Array.from(termOf), counts: Float32Array.from(counts) };
}

/** Terms that the allowed items use: all words, and pairs found in at least three items; the most widely used when there are too many. */
function chooseTerms(table: TermTable, settings: FitSettings): { kept: Int32Array; idf: Float64Array } {
  const documentCounts = new Int32Array(table.terms.length);
  let documents = 0;
  settings.fitItems.forEach((allowed, row) => {
    if (!allowed || table.offsets[row] === table.offsets[row + 1]) return;
    documents++;
    for (let p = table.offsets[row]; p < table.offsets[row + 1]; p++) documentCounts[table.termOf[p]]++;
  });
  const eligible = table.terms.flatMap((term, t) => (documentCounts[t] >= (isPair(term) ? 3 : 1) ? [t] : []));
  const widest = eligible.sort((a, b) => documentCounts[b] - documentCounts[a] || a - b).slice(0, settings.maxTerms);
  const kept = Int32Array.from(widest).sort();
  return { kept, idf: Float64Array.from(kept, (t) => Math.log((documents + 1) / (documentCounts[t] + 0.5))) };
}

function projectionFor(
  table: TermTable,
  numberOf: Int32Array,
  idf: Float64Array,
  termCount: number,
  settings: FitSettings,
  context: TaskContext,
): { projection: Float32Array } {
  const { dimensions } = settings;
  const projection = new Float32Array(termCount * dimensions);
  const rows: number[] = [];
  const columns: number[] = [];
  const values: number[] = [];
  let documents = 0;
  settings.fitItems.forEach((allowed, row) => {
    if (!allowed) return;
    const start = values.length;
    let squared = 0;
    for (let p = table.offsets[row]; p < table.offsets[row + 1]; p++) {
      const term = numberOf[table.termOf[p]];
      if (term < 0) continue;
      const value = Math.log1p(table.counts[p]) * idf[term];
      squared += value * value;
      rows.push(documents);
      columns.push(term);
      values.push(value);
    }
    if (values.length === start) return;
    for (let p = start; p < values.length; p++) values[p] /= Math.sqrt(squared);
    documents++;
  });
  const rank = Math.min(dimensions, documents, termCount);
  if (rank === 0) return { projection };
  const matrix = csrFromTriplets(documents, termCount, rows, columns, values);
  // Directions, not values, are what is used, and the last few percent of precision cannot be seen in a ranking.
  const { right } = truncatedSvd(matrix, { rank, seed: settings.seed, tolerance: 1e-2 }, context);
  for (let t = 0; t < termCount; t++) for (let d = 0; d < rank; d++) projection[t * dimensions + d] = right[t * rank + d];
  return { projection };
}

/** Items in the vocabulary are projected from their counts; words outside it are read by their parts, as in queries. */
function embedAll(table: TermTable, numberOf: Int32Array, model: LocalModel, context?: TaskContext): Float32Array {
  const { dimensions } = model.data;
  const itemCount = table.offsets.length - 1;
  const vectors = new Float32Array(itemCount * dimensions);
  const counts = new Map<number, number>();
  for (let row = 0; row < itemCount; row++) {
    if (row % 1024 === 0) throwIfCancelled(context);
    counts.clear();
    for (let p = table.offsets[row]; p < table.offsets[row + 1]; p++) {
      const term = numberOf[table.termOf[p]];
      if (term >= 0) counts.set(term, (counts.get(term) ?? 0) + table.counts[p]);
      else model.countUnknown(table.terms[table.termOf[p]], table.counts[p], counts);
    }
    vectors.set(model.project(counts), row * dimensions);
  }
  return vectors;
}
