import type { CandidateSettings } from '#shared/schemas/variant';
import type { CandidatePool } from '../model/candidates';
import type { Run } from '../model/run';

/** Counts of how the lists of one variant were produced. */
export interface ListCounts {
  readonly count: number;
  /** Fallback lists of content and popularity, because the variant's sources have no data about the user. */
  readonly fallback: number;
  readonly empty: number;
  /** Fallback and empty lists of users with a training history, whom the sources know nothing of all the same. */
  readonly warm: number;
  /** Users excluded by a convention. */
  readonly leftOut: number;
}

/** Number of cached candidate settings; each takes a byte per user. */
const keptSettings = 256;

/** Which users' lists are fallbacks, by candidate setting: small, and kept after the pools are evicted. */
export class FallbackNotes {
  readonly #notes = new Map<string, Uint8Array>();

  of(settings: CandidateSettings): Uint8Array | undefined {
    return this.#notes.get(JSON.stringify(settings));
  }

  noter(settings: CandidateSettings, userCount: number): (from: number, fallbacks: readonly boolean[]) => void {
    const key = JSON.stringify(settings);
    const notes = this.#notes.get(key) ?? new Uint8Array(userCount);
    this.#notes.delete(key);
    this.#notes.set(key, notes);
    const oldest = this.#notes.keys().next().value;
    if (this.#notes.size > keptSettings && oldest !== undefined) this.#notes.delete(oldest);
    return (from, fallbacks) => fallbacks.forEach((isFallback, u) => (notes[from + u] = isFallback ? 1 : 0));
  }

  noteAll(settings: CandidateSettings, userCount: number, from: number, pools: readonly CandidatePool[]): void {
    this.noter(settings, userCount)(
      from,
      pools.map(({ isFallback }) => isFallback === true),
    );
  }
}

/** @param fallbacks 1 for lists that are fallbacks, in the order of the run; @param cold @param leftOut by user row. */
export function listCounts(
  { users, counts }: Run,
  fallbacks: Uint8Array | undefined,
  cold: Uint8Array,
  leftOut: Uint8Array | undefined,
): ListCounts {
  const totals = { fallback: 0, empty: 0, warm: 0, leftOut: 0 };
  for (let u = 0; u < users.length; u++) {
    if (leftOut?.[users[u]] === 1) totals.leftOut++;
    else if (counts[u] === 0 || fallbacks?.[u] === 1) {
      totals[counts[u] === 0 ? 'empty' : 'fallback']++;
      if (cold[users[u]] === 0) totals.warm++;
    }
  }
  return { count: users.length, ...totals };
}
