import { restoreText } from '../core/text/inert-text';
import type { Vocabulary } from '../core/containers/vocabulary';

/**
 * The row of an id of a run, or −1. TREC files cannot hold white space: exports write such characters percent-encoded, so an
 * unknown id with a percent sign is looked up decoded as well (`%00` stands for the empty id). CSV exports write an apostrophe before ids that a
 * spreadsheet would run as a formula.
 */
export function rowOfId(ids: Pick<Vocabulary<string, number>, 'find'>, id: string): number {
  const row = ids.find(id);
  if (row !== undefined) return row;
  if (id.startsWith("'")) return ids.find(restoreText(id)) ?? -1;
  return id.includes('%') ? (ids.find(decoded(id)) ?? -1) : -1;
}

function decoded(id: string): string {
  if (id === '%00') return '';
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
