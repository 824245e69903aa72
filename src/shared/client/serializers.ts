/**
 * What JSON loses and our contract carries: typed arrays, infinities, negative zero and undefined properties (bigint, Date, NaN,
 * Set and Map are the transport's own). Both ends of every RPC transport use this list.
 */
import type { StandardRPCCustomJsonSerializer } from '@orpc/client/standard';

const arrayKinds = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;
type ArrayKind = keyof typeof arrayKinds;

/** 3 bytes are 4 characters, so chunks of this many bytes encode independently. */
const chunkBytes = 3 * 8_192;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + chunkBytes)));
  }
  return text;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** `Float32Array:<base64 of the little-endian bytes>`. */
const typedArrays: StandardRPCCustomJsonSerializer = {
  type: 100,
  condition: (data) => ArrayBuffer.isView(data) && !(data instanceof DataView),
  serialize: (data: ArrayBufferView): string => {
    // A subclass (Node's Buffer) is serialised as its base array.
    const kind = Object.keys(arrayKinds).find((name) => data instanceof arrayKinds[name as ArrayKind]) ?? 'Uint8Array';
    return `${kind}:${toBase64(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))}`;
  },
  deserialize: (text: unknown): ArrayBufferView => {
    const [kind = '', base64 = ''] = typeof text === 'string' ? text.split(':', 2) : [];
    if (!Object.hasOwn(arrayKinds, kind)) throw new TypeError('A serialised array must begin with the name of its kind');
    return new arrayKinds[kind as ArrayKind](fromBase64(base64).buffer);
  },
};

const specialNumbers: StandardRPCCustomJsonSerializer = {
  type: 101,
  condition: (data) => data === Infinity || data === -Infinity || Object.is(data, -0),
  serialize: (data: number): string => (Object.is(data, -0) ? '-0' : String(data)),
  deserialize: (text: unknown): number => {
    if (text !== 'Infinity' && text !== '-Infinity' && text !== '-0') throw new TypeError('Not a special number');
    return Number(text);
  },
};

/** JSON drops a property whose value is undefined; ours keep it, so that absent and undefined stay distinct. */
const undefinedValues: StandardRPCCustomJsonSerializer = {
  type: 102,
  condition: (data) => data === undefined,
  serialize: () => null,
  deserialize: () => undefined,
};

export const customJsonSerializers: readonly StandardRPCCustomJsonSerializer[] = [typedArrays, specialNumbers, undefinedValues];
