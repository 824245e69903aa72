import { crc32 } from 'node:zlib';
import type { EmbeddingCache } from '#engine/embeddings/port';
import { writeAtomically } from '../storage/files/atomic-write';
import { nodeFileOperations, type FileOperations, type OpenFile } from '../storage/files/file-operations';

/** A cache of paid-for vectors in one file; close it before another process opens the file. */
export interface FileEmbeddingCache extends EmbeddingCache {
  readonly size: number;
  /** Of the file. */
  readonly bytes: number;
  /** Forgets everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface CacheLimit {
  /** The file grows no larger: the records that were read or written least recently go. */
  readonly mostBytes?: number;
  /** Called when records have gone. */
  readonly onEvicted?: () => void;
}

/** magic, 32 bytes of key, dimensions, CRC of these; then float32 values and their CRC. Little-endian. */
const MAGIC = Buffer.from('RLEC');
const HEADER_BYTES = 44;
const VALUES_CRC_BYTES = 4;
const MAX_DIMENSIONS = 100_000;
const SCAN_BYTES = 1 << 16;
const COPY_BYTES = 1 << 20;
/** What stays of a full file: the less, the more rarely it is rewritten. */
const keptShare = 0.75;

interface Entry {
  readonly position: number;
  readonly dimensions: number;
}

const recordBytes = (dimensions: number): number => HEADER_BYTES + dimensions * 4 + VALUES_CRC_BYTES;

/**
 * Opens or creates the file. Records are append-only with checksums: a record torn by a crash at the end is cut off, a damaged record is skipped (its
 * text is requested again), and the rest is kept.
 */
export async function openEmbeddingCache(
  path: string,
  files: FileOperations = nodeFileOperations,
  limit: CacheLimit = {},
): Promise<FileEmbeddingCache> {
  const cache = new CacheFile(path, files, limit);
  await cache.open();
  return cache;
}

class CacheFile implements FileEmbeddingCache {
  #file: OpenFile | undefined;
  /** The least recently used first. */
  #entries = new Map<string, Entry>();
  #end = 0;
  /** One writer at a time: concurrent batches must not interleave their records. */
  #writing: Promise<void> = Promise.resolve();
  /** Reads in progress; a file is only replaced when there are none. */
  readonly #reading = new Set<Promise<unknown>>();
  #replacing: Promise<void> | undefined;

  constructor(
    private readonly path: string,
    private readonly files: FileOperations,
    private readonly limit: CacheLimit,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#end;
  }

  async open(): Promise<void> {
    const file = await this.files.open(this.path, 'append');
    this.#entries = new Map();
    this.#end = await readEntries(file, this.#entries);
    if (this.#end < (await file.size())) await file.truncate(this.#end);
    this.#file = file;
  }

  get(keys: readonly string[]): Promise<(Float32Array | undefined)[]> {
    return Promise.all(keys.map((key) => this.#read(key)));
  }

  put(records: readonly { key: string; vector: Float32Array }[]): Promise<void> {
    return this.#write(() => this.#append(records));
  }

  clear(): Promise<void> {
    return this.#write(() =>
      this.#exclusively(async (file) => {
        await file.truncate(0);
        this.#entries.clear();
        this.#end = 0;
        this.limit.onEvicted?.();
      }),
    );
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
  }

  #write(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(async () => {
      if (!this.#file) await this.open();
      await work();
    });
    this.#writing = done.catch(() => {});
    return done;
  }

  /** Runs with no read in progress; reads that come meanwhile wait. */
  async #exclusively(work: (file: OpenFile) => Promise<void>): Promise<void> {
    let end = (): void => {};
    this.#replacing = new Promise((resolve) => (end = resolve));
    try {
      await Promise.allSettled(this.#reading);
      await work(this.#open);
    } finally {
      this.#replacing = undefined;
      end();
    }
  }

  get #open(): OpenFile {
    if (this.#file) return this.#file;
    throw new Error(`${this.path} is not open`);
  }

  async #read(key: string): Promise<Float32Array | undefined> {
    while (this.#replacing) await this.#replacing;
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const reading = readVector(this.#open, entry);
    this.#reading.add(reading);
    try {
      const vector = await reading;
      // Dropped, so that the new vector of the text is stored.
      if (!vector && this.#entries.get(key) === entry) this.#entries.delete(key);
      return vector;
    } finally {
      this.#reading.delete(reading);
    }
  }

  async #append(records: readonly { key: string; vector: Float32Array }[]): Promise<void> {
    const fresh = records.filter(({ key }) => !this.#entries.has(key));
    if (fresh.length === 0) return;
    const encoded = fresh.map(({ key, vector }) => encode(key, vector));
    const bytes = encoded.reduce((sum, { length }) => sum + length, 0);
    const most = this.limit.mostBytes ?? Infinity;
    // More than the whole cache may hold: the answers are used once and not kept, and what is kept stays.
    if (bytes > most) return;
    if (this.#end + bytes > most) await this.#evict(Math.max(0, Math.floor(most * keptShare) - bytes));
    try {
      await this.#open.write(Buffer.concat(encoded));
      await this.#open.sync();
    } catch (error) {
      await this.#open.truncate(this.#end).catch(() => {});
      throw error;
    }
    fresh.forEach(({ key, vector }) => {
      this.#entries.set(key, { position: this.#end + HEADER_BYTES, dimensions: vector.length });
      this.#end += recordBytes(vector.length);
    });
  }

  /** Rewrites the file with the records used last, within `bytes`. Killed meanwhile, the old file is there as it was. */
  #evict(bytes: number): Promise<void> {
    return this.#exclusively(async (file) => {
      let left = bytes;
      const kept = [...this.#entries.values()].reverse().filter(({ dimensions }) => (left -= recordBytes(dimensions)) >= 0);
      await writeAtomically(this.files, this.path, recordsOf(file, kept.reverse()), { doing: 'shorten a cache' });
      // If the new file does not open, nothing is found until the next write opens it.
      this.#file = undefined;
      this.#entries.clear();
      await file.close();
      await this.open();
      this.limit.onEvicted?.();
    });
  }
}

/** The records in pieces of about a megabyte. Neighbours in the file, and most are, are read at once. */
async function* recordsOf(file: OpenFile, entries: readonly Entry[]): AsyncGenerator<Uint8Array> {
  for (let next = 0; next < entries.length;) {
    const first = next;
    let bytes = 0;
    for (; next < entries.length && (next === first || bytes < COPY_BYTES); next++) bytes += recordBytes(entries[next]?.dimensions ?? 0);
    const piece = Buffer.alloc(bytes);
    let at = 0;
    for (const { start, length } of stretches(entries.slice(first, next))) {
      await file.read(piece.subarray(at, at + length), start);
      at += length;
    }
    yield piece;
  }
}

/** Where records that follow each other in the file start, and how long they are together. */
function stretches(entries: readonly Entry[]): { start: number; length: number }[] {
  const found: { start: number; length: number }[] = [];
  for (const { position, dimensions } of entries) {
    const [start, length, last] = [position - HEADER_BYTES, recordBytes(dimensions), found.at(-1)];
    if (last && last.start + last.length === start) last.length += length;
    else found.push({ start, length });
  }
  return found;
}

function encode(key: string, vector: Float32Array): Buffer {
  const record = Buffer.alloc(recordBytes(vector.length));
  MAGIC.copy(record, 0);
  record.write(key, 4, 32, 'hex');
  record.writeUInt32LE(vector.length, 36);
  record.writeUInt32LE(crc32(record.subarray(0, 40)), 40);
  const values = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  values.copy(record, HEADER_BYTES);
  record.writeUInt32LE(crc32(values), HEADER_BYTES + vector.byteLength);
  return record;
}

/** Undefined for a record whose values are damaged. */
async function readVector(file: OpenFile, entry: Entry): Promise<Float32Array | undefined> {
  const bytes = Buffer.alloc(entry.dimensions * 4 + VALUES_CRC_BYTES);
  if ((await file.read(bytes, entry.position)) < bytes.length) return undefined;
  const values = bytes.subarray(0, entry.dimensions * 4);
  if (crc32(values) !== bytes.readUInt32LE(values.length)) return undefined;
  return new Float32Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.length));
}

/** Fills `entries` from the headers and returns where the last whole record ends. */
async function readEntries(file: OpenFile, entries: Map<string, Entry>): Promise<number> {
  const size = await file.size();
  const header = Buffer.alloc(HEADER_BYTES);
  let position = 0;
  let end = 0;
  while (position + HEADER_BYTES <= size) {
    await file.read(header, position);
    const dimensions = header.readUInt32LE(36);
    const isHeader =
      header.subarray(0, 4).equals(MAGIC) && header.readUInt32LE(40) === crc32(header.subarray(0, 40)) && dimensions <= MAX_DIMENSIONS;
    const next = position + recordBytes(dimensions);
    if (isHeader && next <= size) {
      entries.set(header.toString('hex', 4, 36), { position: position + HEADER_BYTES, dimensions });
      position = end = next;
    } else {
      position = await nextMagic(file, position + 1, size);
    }
  }
  return end;
}

/** Position of the next magic at or after `from`, or the file's size. */
async function nextMagic(file: OpenFile, from: number, size: number): Promise<number> {
  const chunk = Buffer.alloc(SCAN_BYTES);
  for (let position = from; position < size; position += SCAN_BYTES - MAGIC.length + 1) {
    const length = await file.read(chunk, position);
    const found = chunk.subarray(0, length).indexOf(MAGIC);
    if (found >= 0) return position + found;
  }
  return size;
}
