import type { FileSpec } from '#engine/dataset/importers/plan';
import { leftOut, rejected, type Rejection } from './reject-log';

interface Entry {
  /** Why the row is not read: an earlier one has its id. */
  readonly refusal?: Rejection;
  /** The note on the earlier row of its id, which this one replaces. */
  readonly replacement?: Rejection;
}

const first: Entry = {};

/** Rows of one import with the same id, and which of them counts. */
export class RepeatedIds {
  /** Line by row of the table. */
  readonly #lines = new Map<number, number>();
  readonly #later: Entry;
  readonly #replaces: Entry;

  /** `what`: the table's noun, for messages. */
  constructor(what: 'user' | 'video') {
    this.#later = { refusal: leftOut(`a later row of the same ${what}`) };
    this.#replaces = { replacement: leftOut(`replaces an earlier row of the same ${what}`) };
  }

  /** Enters a row of the table, read at a line of the file, unless the rule keeps the earlier one. */
  enter(row: number, line: number, column: string, rule: FileSpec['repeatedIds']): Entry {
    const earlier = this.#lines.get(row);
    if (earlier !== undefined && rule === 'reject') {
      return { refusal: { ...rejected(column, 'duplicate-id', { line: earlier }), isRepetition: true } };
    }
    if (earlier !== undefined && rule === 'first') return this.#later;
    this.#lines.set(row, line);
    return earlier === undefined ? first : this.#replaces;
  }
}
