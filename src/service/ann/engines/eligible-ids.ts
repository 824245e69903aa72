import type { VectorSearchOptions } from '#engine/model/search';

/** The ids of a collection, and how many a filter leaves: what decides whether a short answer is complete. */
export class EligibleIds {
  /** Ids are usually 0 … n − 1; then no set is needed. */
  readonly #set: ReadonlySet<number> | undefined;
  readonly #count: number;

  constructor(ids: Int32Array) {
    this.#count = ids.length;
    this.#set = ids.every((id, i) => id === i) ? undefined : new Set(ids);
  }

  has(id: number): boolean {
    return this.#set ? this.#set.has(id) : id >= 0 && id < this.#count;
  }

  /** Eligible ids, at most `most`. */
  count(filter: VectorSearchOptions['filter'], deny: Int32Array | undefined, most: number): number {
    const denied = new Set(deny);
    if (filter && 'allow' in filter) {
      const allowed = new Set(filter.allow.filter((id) => this.has(id) && !denied.has(id)));
      return Math.min(most, allowed.size);
    }
    const excluded = new Set([...denied, ...(filter?.deny ?? [])]);
    let present = 0;
    for (const id of excluded) if (this.has(id)) present++;
    return Math.min(most, this.#count - present);
  }
}
