import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { createSha256 } from '#engine/core/hashing/sha256';
import type { Dataset, FurtherColumns } from '#engine/model/dataset';
import type { Fingerprint } from '#shared/ids';

type Numbers = Int32Array | Uint8Array | Float64Array;

const textsPerBlock = 2048;

/** SHA-256 over a sequence of named parts. Each part is preceded by its length, so that no two sequences collide. */
export class FingerprintBuilder {
  readonly #hash = createSha256();

  text(value: string): this {
    return this.texts([value]);
  }

  /** Joins many texts into blocks before encoding: one call per text would cost more than the hash itself. */
  texts(values: readonly string[]): this {
    const lengths = new Int32Array(values.length);
    for (let i = 0; i < values.length; i++) lengths[i] = values[i].length;
    this.numbers(lengths);
    for (let from = 0; from < values.length; from += textsPerBlock) {
      this.#hash.update(utf8ToBytes(values.slice(from, from + textsPerBlock).join('')));
    }
    return this;
  }

  /** The bytes of a typed array, little-endian as on every machine we run on. */
  numbers(values: Numbers): this {
    this.#hash.update(new Uint8Array(new Int32Array([values.length, values.BYTES_PER_ELEMENT]).buffer));
    this.#hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return this;
  }

  finish(): Fingerprint {
    return bytesToHex(this.#hash.digest()) as Fingerprint;
  }
}

/** Fingerprint of a dataset whose columns are canonical (see `createDataset`); its name is a label and is not hashed. */
export function datasetFingerprint({ users, items, interactions }: Pick<Dataset, 'users' | 'items' | 'interactions'>): Fingerprint {
  const builder = new FingerprintBuilder().text('ranklab dataset 1').texts(users.ids.ids);
  for (const columnName of Object.keys(users.columns).sort()) {
    const column = users.columns[columnName];
    builder.text(columnName).texts(column.labels).numbers(column.codes);
  }
  const tagCounts = Int32Array.from(items.tags, (tags) => tags.length);
  builder
    .texts(items.ids.ids)
    .texts(items.titles)
    .texts(items.descriptions)
    .numbers(tagCounts)
    .texts(items.tags.flat())
    .texts(items.categories.labels)
    .numbers(items.categories.offsets)
    .numbers(items.categories.codes)
    .texts(items.creators.labels)
    .numbers(items.creators.codes)
    .numbers(items.publishedAtMs)
    .numbers(items.durationSeconds)
    .numbers(interactions.users)
    .numbers(interactions.items)
    .texts(interactions.kinds)
    .numbers(interactions.kindCodes)
    .numbers(interactions.values)
    .numbers(interactions.timestampsMs);
  // Data without further columns keeps the fingerprint it had before further columns were introduced.
  addFurther(builder, 'videos', items.columns);
  addFurther(builder, 'interactions', interactions.columns);
  return builder.finish();
}

function addFurther(builder: FingerprintBuilder, owner: string, columns: FurtherColumns): void {
  for (const name of Object.keys(columns).sort()) {
    const column = columns[name];
    builder.text(`${owner} ${column.type} ${name}`);
    if ('values' in column) builder.numbers(column.values);
    else builder.texts(column.labels).numbers(column.codes);
    if ('offsets' in column) builder.numbers(column.offsets);
  }
}
