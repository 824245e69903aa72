import { RankLabError } from '#shared/errors';

/** The fields of a line that is neither blank nor a comment, and where it stands. */
export interface TrecFields {
  readonly fields: readonly string[];
  /** file:line */
  readonly place: string;
}

/** Lines of fields separated by white space; a byte-order mark, blank lines and lines that start with "#" are skipped. */
export function readFields(text: string, file: string): TrecFields[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) => {
      const fields = line.split(/[ \t\v\f]+/).filter((field) => field !== '');
      return fields.length === 0 || fields[0].startsWith('#') ? [] : [{ fields, place: `${file}:${index + 1}` }];
    });
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
