/** How text is split into records; lines that start with `comment` are skipped. */
export interface RecordDialect {
  readonly delimiter: string;
  readonly quotes: 'double' | 'backslash' | 'none';
  readonly comment?: string | undefined;
}

interface CutRecords {
  readonly records: string[][];
  /** Number of records with a quotation mark that is never closed; they are left out. */
  readonly broken: number;
}

/**
 * The records of a piece of text, by the same rules as the reader of whole files: a quotation mark counts only at the start of a cell,
 * and a line whose mark is never properly closed is dropped. Blank lines and comments are left out.
 */
export function cutRecords(text: string, dialect: RecordDialect, limit = Infinity): CutRecords {
  const records: string[][] = [];
  let broken = 0;
  for (let at = 0; at < text.length && records.length < limit;) {
    const end = lineEnd(text, at);
    const isComment = dialect.comment !== undefined && text.startsWith(dialect.comment, at);
    if (isComment || end === at) {
      at = afterLineEnd(text, end);
      continue;
    }
    const record = cutRecord(text, at, dialect);
    if (record) {
      if (record.cells.length > 1 || record.cells[0]?.trim() !== '') records.push(record.cells);
      at = record.next;
    } else {
      broken++;
      at = afterLineEnd(text, end);
    }
  }
  return { records, broken };
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}

const afterLineEnd = (text: string, end: number): number => (text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1);

function cutRecord(text: string, start: number, { delimiter, quotes }: RecordDialect): { cells: string[]; next: number } | undefined {
  const cells: string[] = [];
  for (let at = start; ;) {
    if (quotes !== 'none' && text[at] === '"') {
      const quoted = quotedCell(text, at, delimiter, quotes === 'backslash');
      if (!quoted) return undefined;
      cells.push(quoted.cell);
      at = quoted.end;
    } else {
      const cellStart = at;
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r' && !text.startsWith(delimiter, at)) at++;
      cells.push(text.slice(cellStart, at));
    }
    if (at >= text.length || text[at] === '\n' || text[at] === '\r') return { cells, next: afterLineEnd(text, at) };
    at += delimiter.length;
  }
}

const longestCell = 200_000;

function quotedCell(text: string, open: number, delimiter: string, backslash: boolean): { cell: string; end: number } | undefined {
  const last = Math.min(text.length, open + longestCell);
  for (let at = open + 1; at < last; at++) {
    if (backslash && text[at] === '\\') at++;
    else if (text[at] === '"' && text[at + 1] === '"') at++;
    else if (text[at] === '"') {
      const end = at + 1;
      if (end < text.length && text[end] !== '\n' && text[end] !== '\r' && !text.startsWith(delimiter, end)) return undefined;
      return { cell: unquoted(text.slice(open + 1, at), backslash), end };
    }
  }
  return undefined;
}

/** Unescapes quoted text: doubled marks become one, and with `backslash` a mark or backslash loses the backslash before it. */
export const unquoted = (text: string, backslash: boolean): string => {
  const single = text.includes('""') ? text.replaceAll('""', '"') : text;
  return backslash && single.includes('\\') ? single.replace(/\\(["\\])/g, '$1') : single;
};
