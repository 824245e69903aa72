import { throwIfCancelled } from '../../core/cancellation';
import { tokenize } from '../../core/text/tokenize';
import type { Dataset } from '../../model/dataset';
import type { TaskContext } from '../../ports';
import { fieldText, itemFields, type FieldWeights } from '../item-fields';
import { forEachTerm } from './terms';

/** Every item's terms: item i has entries offsets[i] … offsets[i + 1] − 1, ascending by term number. */
export interface TermTable {
  /** By term number, in order of first appearance. */
  readonly terms: readonly string[];
  readonly offsets: Int32Array;
  readonly numbers: Int32Array;
  /** Occurrences, each weighted by its field. */
  readonly counts: Float32Array;
}

/** Reads the fields of every item. O(characters). */
export function readTerms(dataset: Dataset, weights: FieldWeights, pairs: boolean, context?: TaskContext): TermTable {
  const itemCount = dataset.items.ids.size;
  const fields = itemFields.filter((field) => weights[field] > 0);
  const numberOf = new Map<string, number>();
  const terms: string[] = [];
  const offsets = new Int32Array(itemCount + 1);
  let numbers = new Int32Array(16 * itemCount + 1024);
  let counts = new Float32Array(numbers.length);
  /** Count of each term in the current item. */
  let current = new Float64Array(4096);
  let end = 0;
  for (let row = 0; row < itemCount; row++) {
    if (row % 1024 === 0) {
      throwIfCancelled(context);
      context?.report?.(row / itemCount);
    }
    const start = end;
    for (const field of fields) {
      const weight = weights[field];
      forEachTerm(tokenize(fieldText(dataset, row, field)), pairs, (term) => {
        let number = numberOf.get(term);
        if (number === undefined) {
          number = terms.push(term) - 1;
          numberOf.set(term, number);
          if (number >= current.length) current = grow(current, Float64Array);
        }
        if (current[number] === 0) {
          if (end >= numbers.length) {
            numbers = grow(numbers, Int32Array);
            counts = grow(counts, Float32Array);
          }
          numbers[end++] = number;
        }
        current[number] += weight;
      });
    }
    numbers.subarray(start, end).sort();
    for (let p = start; p < end; p++) {
      counts[p] = current[numbers[p]];
      current[numbers[p]] = 0;
    }
    offsets[row + 1] = end;
  }
  return { terms, offsets, numbers: numbers.subarray(0, end), counts: counts.subarray(0, end) };
}

function grow<A extends Int32Array | Float32Array | Float64Array>(array: A, type: new (length: number) => A): A {
  const larger = new type(2 * array.length);
  larger.set(array);
  return larger;
}
