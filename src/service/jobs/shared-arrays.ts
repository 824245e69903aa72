type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

const isTypedArray = (value: unknown): value is TypedArray => ArrayBuffer.isView(value) && !(value instanceof DataView);
const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * A copy of `value` whose typed arrays live in SharedArrayBuffers, so that workers read them without another copy.
 * Arrays and plain objects are walked; an array that occurs twice is copied once; shared arrays are kept. Call it once per matrix and reuse the
 * result, since the copy is expensive.
 */
export function shareArrays<Value>(value: Value): Value {
  const done = new Map<unknown, unknown>();
  const walk = (part: unknown): unknown => {
    if (done.has(part)) return done.get(part);
    if (isTypedArray(part)) {
      const shared = part.buffer instanceof SharedArrayBuffer ? part : sharedCopy(part);
      done.set(part, shared);
      return shared;
    }
    if (Array.isArray(part)) {
      const copy: unknown[] = [];
      done.set(part, copy);
      for (const element of part) copy.push(walk(element));
      return copy;
    }
    if (!isPlain(part)) return part;
    const copy: Record<string, unknown> = {};
    done.set(part, copy);
    for (const [key, element] of Object.entries(part)) copy[key] = walk(element);
    return copy;
  };
  return walk(value) as Value;
}

function sharedCopy(array: TypedArray): TypedArray {
  const buffer = new SharedArrayBuffer(array.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const Kind = array.constructor as new (buffer: SharedArrayBuffer) => TypedArray;
  return new Kind(buffer);
}

/** The ArrayBuffers of `value` that can be transferred instead of copied. Shared ones need no transfer. */
export function transferableBuffers(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const seen = new Set<unknown>();
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    if (isTypedArray(part)) {
      // A view of part of a buffer is copied: a transfer would detach other views of the buffer.
      if (part.buffer instanceof ArrayBuffer && part.byteLength === part.buffer.byteLength) buffers.add(part.buffer);
    } else if (Array.isArray(part)) {
      for (const element of part) walk(element);
    } else if (isPlain(part)) {
      for (const element of Object.values(part)) walk(element);
    }
  };
  walk(value);
  return [...buffers];
}
