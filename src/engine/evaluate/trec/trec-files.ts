import { RankLabError } from '#shared/errors';
import type { Qrels, Run } from '../../model/run';

/** Judgements of a TREC qrels file, in file order: query → document → grade. */
type TrecQrels = ReadonlyMap<string, ReadonlyMap<string, number>>;
/** Scores of a TREC run file, in file order: query → document → score. */
type TrecRun = ReadonlyMap<string, ReadonlyMap<string, number>>;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const infinity = /^([+-]?)inf(inity)?$/i;

/**
 * Reads `query iteration document grade` lines; fields are separated by white space, blank lines and lines that start
 * with "#" are skipped. @throws IMPORT_FAILED naming `file:line` for a malformed line or a document judged twice.
 */
export function parseTrecQrels(text: string, file = 'qrels'): TrecQrels {
  return readTable(text, file, 'judgement', (fields, place) => {
    if (fields.length !== 4) throw malformed(place, fields, 'query iteration document grade');
    return { query: fields[0], document: fields[2], value: numberOf(fields[3], 'grade', place) };
  });
}

/**
 * Reads `query Q0 document rank score tag` lines; the rank is ignored, as trec_eval does.
 * @throws IMPORT_FAILED naming `file:line` for a malformed line or a document ranked twice.
 */
export function parseTrecRun(text: string, file = 'run'): TrecRun {
  return readTable(text, file, 'ranked document', (fields, place) => {
    if (fields.length < 6) throw malformed(place, fields, 'query Q0 document rank score tag');
    return { query: fields[0], document: fields[2], value: numberOf(fields[4], 'score', place) };
  });
}

interface TrecLine {
  readonly query: string;
  readonly document: string;
  readonly value: number;
}

function readTable(text: string, file: string, noun: string, read: (fields: string[], place: string) => TrecLine): TrecQrels {
  const table = new Map<string, Map<string, number>>();
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  lines.forEach((line, index) => {
    const fields = line.split(/[ \t\v\f]+/).filter((field) => field !== '');
    if (fields.length === 0 || fields[0].startsWith('#')) return;
    const place = `${file}:${index + 1}`;
    const { query, document, value } = read(fields, place);
    let documents = table.get(query);
    if (!documents) {
      documents = new Map<string, number>();
      table.set(query, documents);
    }
    if (documents.has(document)) {
      throw new RankLabError('IMPORT_FAILED', `${place}: “${document}” appears twice for query “${query}”`, {
        place,
        value: line.slice(0, 200),
        remedy: 'Keep one line per query and document',
      });
    }
    documents.set(document, value);
  });
  if (table.size === 0) {
    throw new RankLabError('IMPORT_FAILED', `${file} holds no ${noun}`, { place: file, remedy: 'Check that this is the right file' });
  }
  return table;
}

function numberOf(text: string, name: string, place: string): number {
  const infinite = infinity.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  if (decimal.test(text)) return Number(text);
  throw new RankLabError('IMPORT_FAILED', `${place}: the ${name} “${text.slice(0, 60)}” is not a number`, {
    place,
    value: text.slice(0, 60),
    remedy: `Write the ${name} as a decimal number`,
  });
}

const malformed = (place: string, fields: readonly string[], expected: string): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${place}: ${fields.length} fields where “${expected}” was expected`, {
    place,
    value: fields.join(' ').slice(0, 200),
    remedy: `Write one line per document: ${expected}, separated by spaces or tabs`,
  });

/**
 * Order of C's strcmp on UTF-8 bytes, which is the order of code points; JavaScript's own comparison puts characters
 * beyond U+FFFF too early.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return weight(x) - weight(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other code unit. */
const weight = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** A TREC collection with rows: queries ascend by strcmp, documents DESCEND, so that "ties go to the lower row" is trec_eval's tie rule. */
interface TrecCollection {
  readonly queries: readonly string[];
  readonly documents: readonly string[];
  readonly qrels: Qrels;
  readonly run: Run;
}

export function trecCollection(qrels: TrecQrels, run: TrecRun): TrecCollection {
  const queries = [...new Set([...qrels.keys(), ...run.keys()])].sort(compareBytes);
  const names = new Set<string>();
  for (const table of [qrels, run]) for (const documents of table.values()) for (const name of documents.keys()) names.add(name);
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
  const listed = queries.map((query, row) => ({ row, ranked: table.get(query) })).filter(({ ranked }) => ranked !== undefined);
  const length = listed.reduce((longest, { ranked }) => Math.max(longest, ranked?.size ?? 0), 1);
  const items = new Int32Array(listed.length * length).fill(-1);
  const scores = new Float64Array(listed.length * length);
  const counts = new Int32Array(listed.length);
  listed.forEach(({ ranked }, u) => {
    const entries = [...(ranked ?? [])].map(([name, score]) => ({ item: rowOf.get(name) ?? -1, score }));
    entries.sort((a, b) => (a.score === b.score ? a.item - b.item : a.score < b.score ? 1 : -1));
    counts[u] = entries.length;
    entries.forEach(({ item, score }, i) => {
      items[u * length + i] = item;
      scores[u * length + i] = score;
    });
  });
  return { users: Int32Array.from(listed, ({ row }) => row), length, counts, items, scores };
}
