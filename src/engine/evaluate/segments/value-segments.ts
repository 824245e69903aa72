import { equalParts } from './equal-parts';
import type { Segment } from './segment';

/** Groups of a column of texts: as many values have their own, the others form one. */
export const mostValues = 30;
/** Groups of a column of numbers or dates. */
const quantiles = 5;

export const notGiven = 'not given';
const otherName = /^other \(\d+ values\)$/;
/** A value that is called like one of the groups made here is told apart by quotation marks. */
const valueName = (label: string): string => (label === notGiven || otherName.test(label) ? `“${label}”` : label);

/** One group per value, largest first; beyond `mostValues` the rest form "other (n values)"; users without a value form "not given", at the end of it. */
export function segmentsByLabel(users: ArrayLike<number>, labelOf: (user: number) => string | undefined): Segment[] {
  const groups = new Map<string, number[]>();
  const missing: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const label = labelOf(users[u]);
    const group = label === undefined ? missing : groups.get(label);
    if (group) group.push(users[u]);
    else if (label !== undefined) groups.set(label, [users[u]]);
  }
  const values = [...groups]
    .map(([label, members]) => ({ name: valueName(label), users: Int32Array.from(members) }))
    .sort((a, b) => b.users.length - a.users.length || (a.name < b.name ? -1 : 1));
  const others = values.length > mostValues + 1 ? values.splice(mostValues) : [];
  return [...values, ...together(`other (${others.length} values)`, others), ...nonEmpty(notGiven, missing)];
}

/** Five groups of about equal size by a number of each user, and those without one. */
export function segmentsByNumber(users: ArrayLike<number>, numberOf: (user: number) => number, show: (value: number) => string): Segment[] {
  const given: number[] = [];
  const values: number[] = [];
  const missing: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const value = numberOf(users[u]);
    if (Number.isNaN(value)) missing.push(users[u]);
    else {
      given.push(users[u]);
      values.push(value);
    }
  }
  const range = (low: number, high: number): string => (low === high ? show(low) : `${show(low)}–${show(high)}`);
  return [...equalParts(given, values, quantiles, range), ...nonEmpty(notGiven, missing)];
}

const nonEmpty = (name: string, users: readonly number[]): Segment[] =>
  users.length === 0 ? [] : [{ name, users: Int32Array.from(users) }];

function together(name: string, segments: readonly Segment[]): Segment[] {
  if (segments.length === 0) return [];
  return [{ name, users: Int32Array.from(segments.flatMap(({ users }) => [...users])).sort(), isRest: true }];
}
