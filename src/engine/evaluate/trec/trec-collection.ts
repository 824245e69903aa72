import type { Qrels, Run } from '../../model/run';
import { compareBytes } from './compare-bytes';
import type { TrecQrels, TrecRun } from './trec-files';

/** A TREC collection with rows: queries ascend by strcmp, documents DESCEND, so that "ties go to the lower row" is trec_eval's tie rule. */
interface TrecCollection {
  readonly queries: readonly string[];
  readonly documents: readonly string[];
  readonly qrels: Qrels;
  readonly run: Run;
}

/** @param run documents of every query best first, equal scores by descending id */
export function trecCollection(qrels: TrecQrels, run: TrecRun): TrecCollection {
  const queries = [...new Set([...qrels.keys(), ...run.keys()])].sort(compareBytes);
  const names = new Set<string>();
  for (const judged of qrels.values()) for (const name of judged.keys()) names.add(name);
  for (const { documents } of run.values()) for (const name of documents) names.add(name);
  const documents = [...names].sort((a, b) => compareBytes(b, a));
  const rowOf = new Map(documents.map((name, row) => [name, row]));
  return { queries, documents, qrels: qrelsFrom(qrels, queries, rowOf), run: runFrom(run, queries, rowOf) };
}

type Rows = ReadonlyMap<string, number>;

function qrelsFrom(table: TrecQrels, queries: readonly string[], rowOf: Rows): Qrels {
  const users: number[] = [];
  const offsets = [0];
  const items: number[] = [];
  const grades: number[] = [];
  queries.forEach((query, row) => {
    const judged = table.get(query);
    if (!judged) return;
    users.push(row);
    const entries = [...judged].map(([name, grade]) => [rowOf.get(name) ?? -1, grade] as const).sort((a, b) => a[0] - b[0]);
    for (const [item, grade] of entries) {
      items.push(item);
      grades.push(grade);
    }
    offsets.push(items.length);
  });
  return {
    users: Int32Array.from(users),
    offsets: Int32Array.from(offsets),
    items: Int32Array.from(items),
    grades: Float64Array.from(grades),
    relevance: 'as judged in the file',
  };
}

function runFrom(table: TrecRun, queries: readonly string[], rowOf: Rows): Run {
  const listed = queries.flatMap((query, row) => {
    const list = table.get(query);
    return list ? [{ row, ...list }] : [];
  });
  const length = listed.reduce((longest, { documents }) => Math.max(longest, documents.length), 1);
  const items = new Int32Array(listed.length * length).fill(-1);
  const scores = new Float64Array(listed.length * length);
  listed.forEach((list, u) => {
    list.documents.forEach((name, i) => (items[u * length + i] = rowOf.get(name) ?? -1));
    scores.set(list.scores, u * length);
  });
  return {
    users: Int32Array.from(listed, ({ row }) => row),
    length,
    counts: Int32Array.from(listed, ({ documents }) => documents.length),
    items,
    scores,
  };
}
