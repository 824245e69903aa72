import type { Condition } from '#shared/conditions';

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A plain decimal number; NaN for anything else. */
export const plainNumber = (text: string): number => (numberPattern.test(text.trim()) ? Number(text) : NaN);

/** Whether a text passes. An empty text is a missing cell. */
export type CellTest = (cell: string) => boolean;

/**
 * The test of a condition for cells of text: two numbers are compared as numbers, everything else as text. A missing cell passes only `!=`, `not in`,
 * `lacks`, comparisons with an empty value, and conditions that allow it.
 */
export function cellTest(condition: Condition, numberOf: (text: string) => number = plainNumber): CellTest {
  const { is, orMissing = false } = condition;
  const values = [condition.value].flat();
  if (is === 'has' || is === 'lacks') return (cell) => (cell !== '') === (is === 'has');
  const targets = values.map((text) => ({ text, number: numberOf(text) }));
  const order = (cell: string, { text, number }: (typeof targets)[number]): number => {
    const own = Number.isNaN(number) ? NaN : numberOf(cell);
    if (!Number.isNaN(own)) return own - number;
    return cell < text ? -1 : cell > text ? 1 : 0;
  };
  const equalsAny = (cell: string): boolean => targets.some((target) => order(cell, target) === 0);
  if (is === '=' || is === 'in') return (cell) => (cell === '' ? orMissing || values.includes('') : equalsAny(cell));
  if (is === '!=' || is === 'not in') return (cell) => (cell === '' ? !values.includes('') : !equalsAny(cell));
  const passes = orderTest(is);
  return (cell) => (cell === '' ? orMissing : targets.every((target) => passes(order(cell, target))));
}

/** Whether a difference to the value passes `<`, `<=`, `>` or `>=`. */
export function orderTest(is: '<' | '<=' | '>' | '>='): (difference: number) => boolean {
  if (is === '<') return (difference) => difference < 0;
  if (is === '<=') return (difference) => difference <= 0;
  if (is === '>') return (difference) => difference > 0;
  return (difference) => difference >= 0;
}
