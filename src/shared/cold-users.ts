import type { ColdUsers } from './schemas/conventions';

/** What a policy does with users without history, in the words of every result. */
export const coldUsersPolicies: Readonly<Record<ColdUsers, string>> = {
  fallback: 'content and popularity where its sources have no data',
  empty: 'an empty list, which scores 0, where its sources have no data',
  exclude: 'left out of its means',
};
