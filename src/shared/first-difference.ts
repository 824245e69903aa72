import type { ExperimentResult } from './schemas/experiment';

/** Counts of looks differ between any two runs; everything else must be the same. */
const ignored = new Set(['testLooks']);

/** Results of older versions do not say under which conventions they were made, or not of all of them, and have no corrected intervals. */
const isNewer = (path: string, key: string, before: Record<string, unknown>): boolean =>
  before[key] === undefined && (key === 'correctedInterval' || (path === '' ? key === 'conventions' : path.startsWith('conventions')));

/** Whether a second run gave the same numbers: null when it did, else the first place where it did not. */
export function firstDifference(before: ExperimentResult, after: ExperimentResult): string | null {
  return compare(before, after, '');
}

function compare(left: unknown, right: unknown, path: string): string | null {
  if (Object.is(left, right)) return null;
  if (!isObject(left) || !isObject(right)) return `${path}: ${show(left)} became ${show(right)}`;
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((key) => !ignored.has(key) && !isNewer(path, key, left));
  for (const key of keys) {
    const found = compare(left[key], right[key], path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80));
