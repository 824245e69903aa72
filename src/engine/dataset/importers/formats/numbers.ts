import type { NumberFormat } from '#shared/schemas/dataset';

/** The group separator and the decimal separator. */
const marks: Readonly<Record<NumberFormat, { readonly group: RegExp | undefined; readonly decimal: '.' | ',' }>> = {
  point: { group: undefined, decimal: '.' },
  comma: { group: undefined, decimal: ',' },
  'comma-thousands': { group: /,(?=\d{3}(?:\D|$))/g, decimal: '.' },
  'point-thousands': { group: /\.(?=\d{3}(?:\D|$))/g, decimal: ',' },
  'space-thousands': { group: /[ \u00a0\u202f'’](?=\d{3}(?:\D|$))/g, decimal: ',' },
};

export const numberLabels: Readonly<Record<NumberFormat, string>> = {
  point: '1234.5',
  comma: '1234,5',
  'comma-thousands': '1,234.5',
  'point-thousands': '1.234,5',
  'space-thousands': '1 234,5',
};

const numberPattern = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** The text as a finite number, NaN otherwise; true and false are 1 and 0. */
export function parseNumber(text: string, format: NumberFormat): number {
  const { group, decimal } = marks[format];
  const digits = group === undefined ? text : text.replace(group, '');
  // In a column of grouped integers where either separator may start a fraction, the other one is already removed.
  const plain = decimal === ',' ? digits.replace(',', '.') : digits;
  if (numberPattern.test(plain)) {
    const value = Number(plain);
    return Number.isFinite(value) ? value : NaN;
  }
  if (plain.startsWith('−')) return parseNumber(`-${text.slice(1)}`, format);
  if (plain.endsWith('%')) return parseNumber(text.slice(0, text.lastIndexOf('%')).trimEnd(), format) / 100;
  return /^true$/i.test(text) ? 1 : /^false$/i.test(text) ? 0 : NaN;
}

export interface DetectedNumber {
  readonly format: NumberFormat;
  /** Another format that reads the same cells as different numbers, so the user has to choose. */
  readonly rival?: NumberFormat;
}

const patterns = {
  commaGroups: /^[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^[+-]?\d{1,3}(,\d{3})+\.\d+$/,
  pointGroups: /^[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?$|^[+-]?\d{1,3}(\.\d{3})+,\d+$/,
  spaceGroups: /^[+-]?\d{1,3}([ \u00a0\u202f'’]\d{3})+(,\d+)?$/,
  oneComma: /^[+-]?\d*,\d+$/,
  oneCommaOfThree: /^[+-]?[1-9]\d{0,2},\d{3}$/,
  onePoint: /^[+-]?\d*\.\d+$/,
  onePointOfThree: /^[+-]?[1-9]\d{0,2}\.\d{3}$/,
  upToThousand: /^[+-]?\d{1,3}$/,
};

/** The number format of a column, judged by all of its given cells; undefined when hardly any cell is a number. */
export function detectNumber(cells: readonly string[]): DetectedNumber | undefined {
  const count = (pattern: RegExp): number => cells.reduce((sum, cell) => sum + (pattern.test(cell) ? 1 : 0), 0);
  if (count(patterns.commaGroups) > 0 && count(patterns.pointGroups) === 0) return { format: 'comma-thousands' };
  if (count(patterns.pointGroups) > 0) return { format: 'point-thousands' };
  if (count(patterns.spaceGroups) > 0) return { format: 'space-thousands' };
  const commas = count(patterns.oneComma);
  const points = count(patterns.onePoint);
  if (commas === 0) {
    const grouped = count(patterns.onePointOfThree);
    const isGrouped = grouped >= 3 && grouped + count(patterns.upToThousand) === cells.length;
    return isGrouped ? { format: 'point', rival: 'point-thousands' } : { format: 'point' };
  }
  if (points > 0) return count(patterns.oneCommaOfThree) === commas ? { format: 'comma-thousands' } : { format: 'point' };
  return count(patterns.oneCommaOfThree) === commas ? { format: 'comma-thousands', rival: 'comma' } : { format: 'comma' };
}
