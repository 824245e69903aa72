import { RankLabError } from '#shared/errors';

/** The fields of a line that is neither blank nor a comment, and where it stands. */
export interface TrecFields {
  readonly fields: readonly string[];
  /** file:line */
  readonly place: string;
}

/** Lines of fields separated by white space; a byte-order mark, blank lines and lines that start with "#" are skipped. */
export const readFields = (text: string, file: string): TrecFields[] => [...eachLine(text, file)];

/** The same one by one: a run of millions of lines is never in memory as fields. */
export function* eachLine(text: string, file: string): Generator<TrecFields> {
  let number = 0;
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length;) {
    const end = endOfLine(text, start);
    const fields = fieldsOf(text, start, end);
    number++;
    if (fields.length > 0 && fields[0]?.startsWith('#') === false) yield new Line(fields, file, number);
    start = text.charCodeAt(end) === carriageReturn && text.charCodeAt(end + 1) === newline ? end + 2 : end + 1;
  }
}

class Line implements TrecFields {
  constructor(
    readonly fields: readonly string[],
    private readonly file: string,
    private readonly number: number,
  ) {}

  get place(): string {
    return `${this.file}:${this.number}`;
  }
}

const [tab, newline, verticalTab, formFeed, carriageReturn, space] = [9, 10, 11, 12, 13, 32];

function endOfLine(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === newline || code === carriageReturn) return at;
  }
  return text.length;
}

function fieldsOf(text: string, start: number, end: number): string[] {
  const fields: string[] = [];
  let from = -1;
  for (let at = start; at <= end; at++) {
    const code = at < end ? text.charCodeAt(at) : space;
    const isGap = code === space || code === tab || code === verticalTab || code === formFeed;
    if (!isGap && from < 0) from = at;
    if (isGap && from >= 0) {
      fields.push(text.slice(from, at));
      from = -1;
    }
  }
  return fields;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const hexadecimal = /^[+-]?0x[0-9a-f]+$/i;

/** A decimal or, as C reads them too, a hexadecimal whole number. @throws IMPORT_FAILED for anything else and what is not finite. */
export function finiteNumber(text: string, name: string, place: string): number {
  const isHexadecimal = hexadecimal.test(text);
  const sign = isHexadecimal && text.startsWith('-') ? -1 : 1;
  const value = isHexadecimal ? sign * Number(text.replace(/^[+-]/, '')) : decimal.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw refused(
    place,
    `the ${name} “${text.slice(0, 60)}” is not a ${decimal.test(text) || /^[+-]?inf/i.test(text) ? 'finite number' : 'number'}`,
    {
      value: text.slice(0, 60),
      remedy: `Write the ${name} as a decimal number`,
    },
  );
}

/**
 * A grade as trec_eval reads it: digits, and what follows a decimal point is cut off. @throws IMPORT_FAILED for exponents,
 * which trec_eval would silently cut, for what is no number and for what double precision cannot hold.
 */
export function wholeGrade(text: string, place: string): { grade: number; cut: boolean } {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) {
    throw refused(place, `the grade “${text.slice(0, 60)}” is not a number`, {
      value: text.slice(0, 60),
      remedy: 'Write grades as whole numbers',
    });
  }
  const value = Number(text);
  const grade = Math.trunc(value) + 0;
  if (!Number.isSafeInteger(grade)) {
    throw refused(place, `the grade “${text.slice(0, 60)}” is too large`, { value: text.slice(0, 60), remedy: 'Use smaller grades' });
  }
  return { grade, cut: grade !== value };
}

export const malformed = ({ fields, place }: TrecFields, expected: string): RankLabError =>
  refused(place, `${fields.length} fields where “${expected}” was expected`, {
    value: fields.join(' ').slice(0, 200),
    remedy: `Write one line per document: ${expected}, separated by spaces or tabs`,
  });

export const refused = (place: string, problem: string, details: { value?: string; remedy?: string }): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${place}: ${problem}`, { place, ...details });

export const emptyFile = (file: string, noun: string): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${file} holds no ${noun}`, { place: file, remedy: 'Check that this is the right file' });
