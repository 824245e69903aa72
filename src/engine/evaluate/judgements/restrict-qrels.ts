import type { Qrels } from '../../model/run';
import { sharedUsers } from '../comparison/pairs';

/** The judgements of some users. @param users rows, ascending; those without judgements are ignored. */
export function restrictQrels(qrels: Qrels, users: Int32Array): Qrels {
  const kept = sharedUsers(qrels.users, users).inBaseline;
  const offsets = new Int32Array(kept.length + 1);
  kept.forEach((u, i) => (offsets[i + 1] = offsets[i] + qrels.offsets[u + 1] - qrels.offsets[u]));
  const items = new Int32Array(offsets[kept.length]);
  const grades = new Float64Array(offsets[kept.length]);
  kept.forEach((u, i) => {
    items.set(qrels.items.subarray(qrels.offsets[u], qrels.offsets[u + 1]), offsets[i]);
    grades.set(qrels.grades.subarray(qrels.offsets[u], qrels.offsets[u + 1]), offsets[i]);
  });
  return { ...qrels, users: kept.map((u) => qrels.users[u]), offsets, items, grades };
}
