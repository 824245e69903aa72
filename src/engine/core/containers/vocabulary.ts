import { RankLabError } from '#shared/errors';

/** Maps opaque ids to contiguous rows and back. Rows are numbered in order of first appearance. */
export class Vocabulary<Id extends string, Row extends number> {
  readonly #rows = new Map<Id, Row>();
  readonly #ids: Id[] = [];

  /** `noun` names the thing in messages: "user", "video". */
  constructor(
    readonly noun: string,
    ids: Iterable<Id> = [],
  ) {
    for (const id of ids) this.add(id);
  }

  get size(): number {
    return this.#ids.length;
  }

  get ids(): readonly Id[] {
    return this.#ids;
  }

  /** The id's row; a new row for an unknown id. */
  add(id: Id): Row {
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    const row = this.#ids.length as Row;
    this.#rows.set(id, row);
    this.#ids.push(id);
    return row;
  }

  find(id: string): Row | undefined {
    return this.#rows.get(id as Id);
  }

  /** @throws NOT_FOUND naming the id. */
  rowOf(id: string): Row {
    const row = this.find(id);
    if (row !== undefined) return row;
    throw new RankLabError('NOT_FOUND', `Unknown ${this.noun} “${id}”`, {
      value: id,
      remedy: `Check the id against the ${this.noun}s of this workspace; ids are compared as text, so “7” and “007” differ`,
    });
  }

  idOf(row: Row): Id {
    const id = this.#ids[row];
    if (id === undefined) throw new RankLabError('INTERNAL', `No ${this.noun} at row ${row}`);
    return id;
  }
}
