import { crc32 } from 'node:zlib';
import type { EmbeddingCache } from '#engine/embeddings/port';
import { nodeFileOperations, type FileOperations, type OpenFile } from '../storage/files/file-operations';

/** A cache of paid-for vectors in one file; close it before another process opens the file. */
export interface FileEmbeddingCache extends EmbeddingCache {
  readonly size: number;
  close(): Promise<void>;
}

/** magic, 32 bytes of key, dimensions, CRC of these; then float32 values and their CRC. Little-endian. */
const MAGIC = Buffer.from('RLEC');
const HEADER_BYTES = 44;
const VALUES_CRC_BYTES = 4;
const MAX_DIMENSIONS = 100_000;
const SCAN_BYTES = 1 << 16;

interface Entry {
  readonly position: number;
  readonly dimensions: number;
}

/**
 * Opens or creates the file. Records are append-only with checksums: a record torn by a crash at the end is cut off, a damaged record is skipped (its
 * text is requested again), and the rest is kept.
 */
export async function openEmbeddingCache(path: string, files: FileOperations = nodeFileOperations): Promise<FileEmbeddingCache> {
  const file = await files.open(path, 'append');
  const entries = new Map<string, Entry>();
  let end = await readEntries(file, entries);
  if (end < (await file.size())) await file.truncate(end);
  // One writer at a time: concurrent batches must not interleave their records.
  let writing: Promise<void> = Promise.resolve();
  const append = async (records: readonly { key: string; vector: Float32Array }[]): Promise<void> => {
    const fresh = records.filter(({ key }) => !entries.has(key));
    if (fresh.length === 0) return;
    const encoded = fresh.map(({ key, vector }) => encode(key, vector));
    try {
      await file.write(Buffer.concat(encoded));
      await file.sync();
    } catch (error) {
      await file.truncate(end).catch(() => {});
      throw error;
    }
    fresh.forEach(({ key, vector }, i) => {
      entries.set(key, { position: end + HEADER_BYTES, dimensions: vector.length });
      end += encoded[i]?.length ?? 0;
    });
  };
  return {
    get size() {
      return entries.size;
    },
    get: (keys) =>
      Promise.all(
        keys.map(async (key) => {
          const vector = await readVector(file, entries.get(key));
          // Dropped, so that the new vector of the text is stored.
          if (!vector) entries.delete(key);
          return vector;
        }),
      ),
    put(records) {
      const done = writing.then(() => append(records));
      writing = done.catch(() => {});
      return done;
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

function encode(key: string, vector: Float32Array): Buffer {
  const record = Buffer.alloc(HEADER_BYTES + vector.byteLength + VALUES_CRC_BYTES);
  MAGIC.copy(record, 0);
  record.write(key, 4, 32, 'hex');
  record.writeUInt32LE(vector.length, 36);
  record.writeUInt32LE(crc32(record.subarray(0, 40)), 40);
  const values = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  values.copy(record, HEADER_BYTES);
  record.writeUInt32LE(crc32(values), HEADER_BYTES + vector.byteLength);
  return record;
}

/** Undefined for an unknown key and for a record whose values are damaged. */
async function readVector(file: OpenFile, entry: Entry | undefined): Promise<Float32Array | undefined> {
  if (!entry) return undefined;
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
    const next = position + HEADER_BYTES + dimensions * 4 + VALUES_CRC_BYTES;
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
