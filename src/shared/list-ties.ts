import { plural } from './counts';
import type { ListTie } from './schemas/ranking';

/** "4 tie at 3–6": of a place in a list. */
export const tieText = ({ count, first, last }: ListTie): string => `${count} tie at ${first}–${last}`;

/** What a list does not say by itself: which of its places equal scores share, and where they go on beyond its end. */
export function tieSentences(items: readonly { readonly tie?: ListTie | undefined }[]): string[] {
  const groups = new Map(items.flatMap(({ tie }) => (tie ? [[tie.first, tie] as const] : [])));
  return [...groups.values()].map(({ count, first, last }) => {
    const beyond = last > items.length ? `; ${plural(last - items.length, 'of them is', 'of them are')} beyond the end of the list` : '';
    return `${count} videos tie at positions ${first} to ${last}: the lower row stands first${beyond}`;
  });
}
