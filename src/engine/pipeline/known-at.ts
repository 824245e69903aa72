import type { KnownAt } from '#shared/schemas/foreign-run';

/** What a file or a column declares to have known, in words. */
export function knowledge(knownAt: KnownAt): string {
  if (knownAt === null) return 'what it has known is not declared';
  return knownAt === 'static' ? 'declared to be static' : `declared to have known data up to ${knownAt}`;
}

/** A date without a time means all of that day. */
export const lastMoment = (date: string): number => (date.length === 10 ? Date.parse(date) + 86_399_999 : Date.parse(date));
