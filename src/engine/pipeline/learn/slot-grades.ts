import type { SignalTensor } from '../../model/candidates';
import type { Qrels } from '../../model/run';

/** By tensor slot: the grade of the candidate for its user, 0 where it is not judged; pools in the order of `qrels.users`. */
export function slotGrades(tensor: SignalTensor, qrels: Qrels): Float64Array {
  return slotValues(tensor, qrels, (entry) => Math.max(0, qrels.grades[entry]), 0);
}

/** By tensor slot: a value of the judgement of its user and item, `absent` where there is none. */
export function slotValues(tensor: SignalTensor, qrels: Qrels, valueOf: (entry: number) => number, absent: number): Float64Array {
  const values = new Float64Array(tensor.items.length).fill(absent);
  const entryOf = new Map<number, number>();
  for (let u = 0; u < tensor.counts.length; u++) {
    entryOf.clear();
    for (let e = qrels.offsets[u]; e < qrels.offsets[u + 1]; e++) entryOf.set(qrels.items[e], e);
    const first = u * tensor.poolSize;
    for (let slot = first; slot < first + tensor.counts[u]; slot++) {
      const entry = entryOf.get(tensor.items[slot]);
      if (entry !== undefined) values[slot] = valueOf(entry);
    }
  }
  return values;
}
