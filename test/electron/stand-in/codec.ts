/** Encodes and decodes the values of structured clone, for a channel that carries only strings. */
export interface Codec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/**
 * Creates a codec. Runs in Node and, as source text, in the page, so it must not refer to anything outside its body. Supports
 * JSON's values, undefined, bigints, non-finite numbers, dates, maps, sets, errors and bytes; rejects all others.
 */
export function createCodec(): Codec {
  type Tagged = { readonly $: string; readonly v?: unknown };
  const toBase64 = (bytes: Uint8Array): string => {
    let text = '';
    for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    return btoa(text);
  };
  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const views = { Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array, BigInt64Array };

  const pack = (value: unknown): unknown => {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
      return { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
    }
    if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
    if (Array.isArray(value)) return value.map(pack);
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (value instanceof Map) return { $: 'map', v: [...(value as Map<unknown, unknown>)].map(pack) };
    if (value instanceof Set) return { $: 'set', v: [...(value as Set<unknown>)].map(pack) };
    if (value instanceof Error) return { $: 'error', v: [value.name, value.message] };
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const kind = Object.keys(views).find((name) => value instanceof views[name as keyof typeof views]);
      return { $: kind ?? 'Uint8Array', v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (typeof value !== 'object' || (prototype !== null && prototype !== Object.prototype)) {
      throw new TypeError(`An object could not be cloned: ${Object.prototype.toString.call(value)}`);
    }
    const entries = Object.entries(value).map(([key, entry]) => [key, pack(entry)]);
    return '$' in value ? { $: 'object', v: entries } : Object.fromEntries(entries);
  };

  const unpack = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(unpack);
    if (!('$' in value)) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, unpack(entry)]));
    const { $: kind, v } = value as Tagged;
    if (kind === 'undefined') return undefined;
    if (kind === 'bigint') return BigInt(v as string);
    if (kind === 'number') return Number(v);
    if (kind === 'date') return new Date(v as number);
    if (kind === 'map') return new Map((v as unknown[]).map(unpack) as [unknown, unknown][]);
    if (kind === 'set') return new Set((v as unknown[]).map(unpack));
    if (kind === 'error') return Object.assign(new Error((v as string[])[1]), { name: (v as string[])[0] });
    if (kind === 'object') return Object.fromEntries((v as [string, unknown][]).map(([key, entry]) => [key, unpack(entry)]));
    const bytes = fromBase64(v as string);
    return kind === 'buffer' ? bytes.buffer : new views[kind as keyof typeof views](bytes.buffer);
  };

  return { encode: (value) => JSON.stringify(pack(value)), decode: (text) => unpack(JSON.parse(text)) };
}
