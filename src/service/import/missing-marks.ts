import { missingMarks, missingWords } from '#engine/dataset/importers/formats/missing';
import type { FileSpec } from '#engine/dataset/importers/plan';
import type { Fields } from './fields';

const longestMark = 64;

/** Detects cells that mark a missing value, usually from their first byte. */
export class MissingMarks {
  readonly #lenient: ReadonlySet<string>;
  readonly #strict: ReadonlySet<string>;
  readonly #first = new Uint8Array(256);
  readonly #longest: number;

  constructor({ nullValues, literalMarks }: Pick<FileSpec, 'nullValues' | 'literalMarks'>) {
    this.#lenient = new Set([...(literalMarks ? [] : missingMarks), ...nullValues]);
    this.#strict = new Set([...this.#lenient, ...(literalMarks ? [] : missingWords)]);
    for (const mark of this.#strict) this.#first[Buffer.from(mark)[0] ?? 0] = 1;
    this.#longest = Math.min(longestMark, Math.max(0, ...[...this.#strict].map((mark) => Buffer.byteLength(mark))));
  }

  /** `strict`: the cell must be an id, a number or a time, so words mean missing. */
  isMissing(fields: Fields, index: number, strict: boolean): boolean {
    const start = fields.starts[index] as number;
    const length = (fields.ends[index] as number) - start;
    if (length === 0) return true;
    if (length > this.#longest || this.#first[fields.bytes[start] as number] === 0) return false;
    return (strict ? this.#strict : this.#lenient).has(fields.text(index));
  }
}
