import { eachLine, finiteNumber, emptyFile, malformed, readFields, refused, wholeGrade, type TrecFields } from './trec-lines';

/** Judgements of a TREC qrels file, in file order: query → document → grade, a whole number. */
export type TrecQrels = ReadonlyMap<string, ReadonlyMap<string, number>>;
/** Scores of a TREC run file, in file order: query → document → score. */
export type TrecRun = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Told to people beside the numbers, such as grades that were cut. */
export type Notes = string[];

/**
 * Reads `query iteration document grade` lines. Fractional grades are cut to whole numbers, as trec_eval does, and noted.
 * @throws IMPORT_FAILED naming `file:line` for a malformed line or a document judged twice.
 */
export function parseTrecQrels(text: string, file = 'qrels', notes: Notes = []): TrecQrels {
  const grade = gradeReader(file, notes);
  return readTable(text, file, 'judgement', (line) => {
    const [query, , document, value] = qrelsFields(line);
    return { query, document, value: grade.read(value, line.place) };
  });
}

/** The four fields of a judgement: query, iteration or group, document, grade. */
export function qrelsFields(line: TrecFields): readonly string[] {
  if (line.fields.length !== 4) throw malformed(line, 'query iteration document grade');
  return line.fields;
}

/** Reads grades and notes once per file how many were cut to whole numbers. */
export function gradeReader(file: string, notes: Notes): { read(text: string, place: string): number } {
  let [count, at] = [0, -1];
  return {
    read(text, place) {
      const { grade, cut } = wholeGrade(text, place);
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
  return readTable(text, file, 'ranked document', (line) => {
    const { fields, place } = line;
    if (fields.length < 6) throw malformed(line, 'query Q0 document rank score tag');
    return { query: fields[0], document: fields[2], value: finiteNumber(fields[4], 'score', place) };
  });
}

const tagCharacters = 10_000;
/** The tag of the run: that of its last line. */
export function runTag(text: string, file = 'run'): string {
  // Its last lines are enough, unless they are comments.
  const last = readFields(text.slice(text.lastIndexOf('\n', text.length - tagCharacters) + 1), file).at(-1);
  return (last ?? readFields(text, file).at(-1))?.fields[5] ?? '';
}

interface TrecLine {
  readonly query: string;
  readonly document: string;
  readonly value: number;
}

function readTable(text: string, file: string, noun: string, read: (line: TrecFields) => TrecLine): TrecQrels {
  const table = new Map<string, Map<string, number>>();
  for (const line of eachLine(text, file)) {
    const { query, document, value } = read(line);
    const documents = table.get(query) ?? new Map<string, number>();
    table.set(query, documents);
    if (documents.has(document)) throw twice(line, `“${document}” appears twice for query “${query}”`);
    documents.set(document, value);
  }
  if (table.size === 0) throw emptyFile(file, noun);
  return table;
}

export const twice = ({ fields, place }: TrecFields, problem: string) =>
  refused(place, problem, { value: fields.join(' ').slice(0, 200), remedy: 'Keep one line per query and document' });
