import { RankLabError } from '#shared/errors';

/** Where a line stands. */
export interface Placed {
  /** file:line */
  readonly place: string;
}

/** The fields of a line that is neither blank nor a comment, and where it stands. */
export interface TrecFields extends Placed {
  readonly fields: readonly string[];
}

/** Lines of fields separated by white space; a byte-order mark, blank lines and lines that start with "#" are skipped. */
export function readFields(text: string, file: string): TrecFields[] {
  const found: TrecFields[] = [];
  const lines = new TrecLines(text, file);
  while (lines.next()) found.push({ fields: lines.fields, place: lines.place });
  return found;
}

const [tab, newline, verticalTab, formFeed, carriageReturn, space, hash] = [9, 10, 11, 12, 13, 32, 35];
const [minus, dot, zero] = [45, 46, 48];
/** Whole numbers of so many digits are exact in double precision. */
const plainDigits = 15;

/** The same one by one, for runs of millions of lines: what is not asked of a line is not taken out of the text. */
export class TrecLines implements TrecFields {
  /** Fields of the line that `next` has read. */
  fieldCount = 0;
  private number = 0;
  private at: number;
  /** Start and end of every field. */
  private readonly bounds: number[] = [];

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {
    this.at = text.startsWith('\ufeff') ? 1 : 0;
  }

  /** Reads the next line that counts. @returns false at the end of the text */
  next(): boolean {
    while (this.at < this.text.length) {
      this.number++;
      this.readLine();
      if (this.fieldCount > 0 && this.text.charCodeAt(this.bounds[0]) !== hash) return true;
    }
    return false;
  }

  private readLine(): void {
    const { text, bounds } = this;
    let [at, found, from] = [this.at, 0, -1];
    for (; ; at++) {
      const code = at < text.length ? text.charCodeAt(at) : newline;
      const ends = code === newline || code === carriageReturn;
      if (ends || code === space || code === tab || code === verticalTab || code === formFeed) {
        if (from >= 0) {
          bounds[found++] = from;
          bounds[found++] = at;
          from = -1;
        }
        if (ends) break;
      } else if (from < 0) from = at;
    }
    this.at = text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === newline ? at + 2 : at + 1;
    this.fieldCount = found / 2;
  }

  field(i: number): string {
    return this.text.slice(this.bounds[2 * i], this.bounds[2 * i + 1]);
  }

  isField(i: number, value: string): boolean {
    const start = this.bounds[2 * i];
    return this.bounds[2 * i + 1] - start === value.length && this.text.startsWith(value, start);
  }

  /** The field where it is a plain decimal, otherwise NaN. Two exact numbers are divided, so that it is rounded as by `Number`. */
  plainDecimal(i: number): number {
    const { text, bounds } = this;
    const end = bounds[2 * i + 1];
    const isNegative = text.charCodeAt(bounds[2 * i]) === minus;
    const start = bounds[2 * i] + (isNegative ? 1 : 0);
    if (end - start > plainDigits) return NaN;
    let [value, point] = [0, -1];
    for (let at = start; at < end; at++) {
      const digit = text.charCodeAt(at) - zero;
      if (digit >= 0 && digit <= 9) value = value * 10 + digit;
      else if (digit === dot - zero && point < 0) point = at;
      else return NaN;
    }
    if (end - start === (point < 0 ? 0 : 1)) return NaN;
    return (isNegative ? -value : value) / (point < 0 ? 1 : 10 ** (end - point - 1));
  }

  get fields(): string[] {
    return Array.from({ length: this.fieldCount }, (_, i) => this.field(i));
  }

  get place(): string {
    return `${this.file}:${this.number}`;
  }
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const hexadecimal = /^[+-]?0x[0-9a-f]+$/i;

/** A decimal or, as C reads them too, a hexadecimal whole number. @throws IMPORT_FAILED for anything else and what is not finite. */
export function finiteNumber(text: string, name: string, at: Placed): number {
  const value = decimal.test(text) ? Number(text) : hexadecimal.test(text) ? hexadecimalNumber(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw refused(
    at.place,
    `the ${name} “${text.slice(0, 60)}” is not a ${decimal.test(text) || /^[+-]?inf/i.test(text) ? 'finite number' : 'number'}`,
    {
      value: text.slice(0, 60),
      remedy: `Write the ${name} as a decimal number`,
    },
  );
}

const hexadecimalNumber = (text: string): number => (text.startsWith('-') ? -1 : 1) * Number(text.replace(/^[+-]/, ''));

/**
 * A grade as trec_eval reads it: digits, and what follows a decimal point is cut off. @throws IMPORT_FAILED for exponents,
 * which trec_eval would silently cut, for what is no number and for what double precision cannot hold.
 */
export function wholeGrade(text: string, at: Placed): { grade: number; cut: boolean } {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) {
    throw refused(at.place, `the grade “${text.slice(0, 60)}” is not a number`, {
      value: text.slice(0, 60),
      remedy: 'Write grades as whole numbers',
    });
  }
  const value = Number(text);
  const grade = Math.trunc(value) + 0;
  if (!Number.isSafeInteger(grade)) {
    throw refused(at.place, `the grade “${text.slice(0, 60)}” is too large`, { value: text.slice(0, 60), remedy: 'Use smaller grades' });
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
