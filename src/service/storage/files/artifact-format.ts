import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * An artifact file: magic (8 bytes) · version (u32) · header length (u32) · header (JSON) · SHA-256 of all that (32 bytes) · the
 * arrays, each at a multiple of 64 bytes with zeros between. The header names every array's type, length and SHA-256, so that
 * no byte of the file can change unnoticed. Little-endian.
 */
export const magic = Buffer.from('RANKLAB\n');
export const formatVersion = 1;
const alignment = 64;
export const preambleLength = magic.length + 8;
export const digestLength = 32;
export const maximumHeaderLength = 64 * 1024 * 1024;

const arrayTypes = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  /** Also bytes: a serialised index. */
  uint8: Uint8Array,
} as const;
type ArrayType = keyof typeof arrayTypes;
export type ArtifactArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

const artifactHeaderSchema = z.object({
  /** "embeddings", "factors", "index" … */
  kind: z.string().min(1),
  model: z.string().optional(),
  dimensions: z.int().optional(),
  metric: z.string().optional(),
  /** Fingerprints of its inputs, by role: { dataset: "…", vectors: "…" }. */
  inputs: z.record(z.string(), z.string()),
  /** Anything else its reader needs; JSON. */
  details: z.unknown().optional(),
});
export type ArtifactHeader = z.infer<typeof artifactHeaderSchema>;

const arrayEntrySchema = z.object({
  name: z.string(),
  type: z.enum(Object.keys(arrayTypes) as [ArrayType, ...ArrayType[]]),
  length: z.int().min(0),
  offset: z.int().min(0),
  sha256: z.string().length(64),
});
type ArrayEntry = z.infer<typeof arrayEntrySchema>;
export const fileHeaderSchema = z.object({ header: artifactHeaderSchema, arrays: z.array(arrayEntrySchema) });
export type FileHeader = z.infer<typeof fileHeaderSchema>;

const bytesOf = (array: ArtifactArray): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const aligned = (offset: number): number => Math.ceil(offset / alignment) * alignment;
export const byteLengthOf = ({ type, length }: ArrayEntry): number => length * arrayTypes[type].BYTES_PER_ELEMENT;

/** Bytes of the file before the first array. */
export const dataStart = (headerLength: number): number => aligned(preambleLength + headerLength + digestLength);

interface EncodedArtifact {
  readonly bytes: number;
  readonly chunks: Uint8Array[];
}

/** The file as chunks to write one after the other; arrays are not copied. */
export function encodeArtifact(header: ArtifactHeader, arrays: Readonly<Record<string, ArtifactArray>>): EncodedArtifact {
  const entries: ArrayEntry[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    entries.push({ name, type: typeOf(array), length: array.length, offset, sha256: sha256(bytesOf(array)).toString('hex') });
    offset = aligned(offset + array.byteLength);
  }
  const fileHeader: FileHeader = { header, arrays: entries };
  const json = Buffer.from(JSON.stringify(fileHeader));
  const head = Buffer.concat([magic, u32(formatVersion), u32(json.length), json]);
  const chunks: Uint8Array[] = [head, sha256(head), zeros(dataStart(json.length) - head.length - digestLength)];
  for (const array of Object.values(arrays)) {
    chunks.push(bytesOf(array), zeros(aligned(array.byteLength) - array.byteLength));
  }
  return { bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0), chunks };
}

/** An array over `buffer`, which may be shared. */
export function viewArray(entry: ArrayEntry, buffer: ArrayBuffer | SharedArrayBuffer): ArtifactArray {
  return new arrayTypes[entry.type](buffer as ArrayBuffer, 0, entry.length);
}

function typeOf(array: ArtifactArray): ArrayType {
  const type = (Object.keys(arrayTypes) as ArrayType[]).find((name) => array.constructor.name === arrayTypes[name].name);
  return type ?? 'uint8'; // a Buffer is bytes
}

const zeros = (length: number): Uint8Array => new Uint8Array(length);

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
