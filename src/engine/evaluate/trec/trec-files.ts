import { emptyFile, finiteNumber, malformed, readFields, refused, TrecLines, wholeGrade, type Placed, type TrecFields } from './trec-lines';

/** Judgements of a TREC qrels file, in file order: query → document → grade, a whole number. */
export type TrecQrels = ReadonlyMap<string, ReadonlyMap<string, number>>;
/** A query's documents with their scores. */
export interface ScoredDocuments {
  readonly documents: readonly string[];
  readonly scores: readonly number[];
}
/** A TREC run file by query, in file order. */
export type TrecRun = ReadonlyMap<string, ScoredDocuments>;

/** Told to people beside the numbers, such as grades that were cut. */
export type Notes = string[];

/**
 * Reads `query iteration document grade` lines. Fractional grades are cut to whole numbers, as trec_eval does, and noted.
 * @throws IMPORT_FAILED naming `file:line` for a malformed line or a document judged twice.
 */
export function parseTrecQrels(text: string, file = 'qrels', notes: Notes = []): TrecQrels {
  const grade = gradeReader(file, notes);
  const table = new Map<string, Map<string, number>>();
  const lines = new TrecLines(text, file);
  let [query, judged] = ['', new Map<string, number>()];
  while (lines.next()) {
    if (lines.fieldCount !== 4) throw malformed(lines, 'query iteration document grade');
    if (table.size === 0 || !lines.isField(0, query)) {
      query = lines.field(0);
      judged = table.get(query) ?? new Map<string, number>();
      table.set(query, judged);
    }
    const document = lines.field(2);
    const value = grade.read(lines.field(3), lines);
    if (judged.has(document)) throw twice(lines, `“${document}” appears twice for query “${query}”`);
    judged.set(document, value);
  }
  if (table.size === 0) throw emptyFile(file, 'judgement');
  return table;
}

/** The four fields of a judgement: query, iteration or group, document, grade. */
export function qrelsFields(line: TrecFields): readonly string[] {
  if (line.fields.length !== 4) throw malformed(line, 'query iteration document grade');
  return line.fields;
}

/** Reads grades and notes once per file how many were cut to whole numbers. */
export function gradeReader(file: string, notes: Notes): { read(text: string, at: Placed): number } {
  let [count, at] = [0, -1];
  return {
    read(text, line) {
      const { grade, cut } = wholeGrade(text, line);
      if (cut) {
        count++;
        if (at < 0) at = notes.length;
        notes[at] = `${count} fractional ${count === 1 ? 'grade' : 'grades'} of ${file} cut to whole numbers, as trec_eval does`;
      }
      return grade;
    },
  };
}

/**
 * Reads `query Q0 document rank score tag` lines; the rank is ignored, as trec_eval does.
 * @throws IMPORT_FAILED naming `file:line` for a malformed line or a document ranked twice.
 */
export function parseTrecRun(text: string, file = 'run'): TrecRun {
  const table = new Map<string, QueryLines>();
  const lines = new TrecLines(text, file);
  const known: DocumentNames = { rowOf: new Map(), names: [], lastQuery: [] };
  let query = '';
  let list: QueryLines | undefined;
  while (lines.next()) {
    if (lines.fieldCount < 6) throw malformed(lines, 'query Q0 document rank score tag');
    if (!list || !lines.isField(0, query)) {
      query = lines.field(0);
      list = openList(table, query, known);
    }
    const row = rowOfDocument(known, lines.field(2));
    const plain = lines.plainDecimal(4);
    const score = Number.isNaN(plain) ? finiteNumber(lines.field(4), 'score', lines) : plain;
    const isKnown = list.seen ? list.seen.has(row) : known.lastQuery[row] === list.place;
    if (isKnown) throw twice(lines, `“${known.names[row]}” appears twice for query “${query}”`);
    if (list.seen) list.seen.add(row);
    else known.lastQuery[row] = list.place;
    list.documents.push(known.names[row]);
    list.scores.push(score);
  }
  if (table.size === 0) throw emptyFile(file, 'ranked document');
  return table;
}

interface QueryLines extends ScoredDocuments {
  readonly documents: string[];
  readonly scores: number[];
  /** The how-manieth query of the file. */
  readonly place: number;
  /** Rows of its documents; only where the lines of a query do not stand together. */
  seen?: Set<number>;
}

/** Every document once, so that a run of millions of lines holds its names once. */
interface DocumentNames {
  readonly rowOf: Map<string, number>;
  readonly names: string[];
  /** By row: the query that had the document last. */
  readonly lastQuery: number[];
}

function rowOfDocument({ rowOf, names, lastQuery }: DocumentNames, document: string): number {
  const known = rowOf.get(document);
  if (known !== undefined) return known;
  rowOf.set(document, names.length);
  lastQuery.push(-1);
  return names.push(document) - 1;
}

function openList(table: Map<string, QueryLines>, query: string, { rowOf }: DocumentNames): QueryLines {
  const before = table.get(query);
  if (before) {
    before.seen ??= new Set(before.documents.map((document) => rowOf.get(document) ?? -1));
    return before;
  }
  const list: QueryLines = { documents: [], scores: [], place: table.size };
  table.set(query, list);
  return list;
}

const tagCharacters = 10_000;
/** The tag of the run: that of its last line. */
export function runTag(text: string, file = 'run'): string {
  // Its last lines are enough, unless they are comments.
  const last = readFields(text.slice(text.lastIndexOf('\n', text.length - tagCharacters) + 1), file).at(-1);
  return (last ?? readFields(text, file).at(-1))?.fields[5] ?? '';
}

export const twice = ({ fields, place }: TrecFields, problem: string) =>
  refused(place, problem, { value: fields.join(' ').slice(0, 200), remedy: 'Keep one line per query and document' });
