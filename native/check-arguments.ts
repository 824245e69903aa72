import { RankLabError } from '#shared/errors';
import type { NativeIds } from './addon-types';

const describe = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value).slice(0, 80) : typeof value;

function refuse(message: string, place?: string, value?: unknown): never {
  throw new RankLabError('INVALID_ARGUMENT', message, {
    ...(place !== undefined && { place }),
    ...(value !== undefined && { value: describe(value) }),
  });
}

/** A whole number in [least, most]. */
export function checkWhole(value: unknown, place: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    refuse(
      `${place} must be a whole number ${most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`}`,
      place,
      value,
    );
  return value;
}

/** The number of rows of an n × dimension array, row-major. */
export function checkRows(vectors: unknown, dimension: number, place: string): number {
  if (!(vectors instanceof Float32Array)) refuse(`${place} must be a Float32Array of rows of ${dimension} numbers`, place);
  if (vectors.length % dimension !== 0)
    refuse(`${place} has ${vectors.length} numbers, which is not a multiple of the dimension ${dimension}`, place);
  return vectors.length / dimension;
}

export function checkIds(ids: unknown, place: string, count?: number): NativeIds {
  if (!(ids instanceof BigInt64Array) && !(ids instanceof Int32Array)) refuse(`${place} must be a BigInt64Array or an Int32Array`, place);
  if (count !== undefined && ids.length !== count) refuse(`${place} has ${ids.length} ids for ${count} vectors`, place);
  return ids;
}

export function checkPath(path: unknown): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) refuse('A path must be text without NUL characters', 'path');
  return path;
}

/** −1 for the CPU, else the number of the CUDA device. */
export function checkDevice(device: unknown): number {
  if (device === undefined || device === 'cpu') return -1;
  const match = typeof device === 'string' ? /^cuda:(\d{1,2})$/.exec(device) : null;
  if (!match) refuse('A device is cpu or cuda: and a number, such as cuda:0', 'device', device);
  return Number(match[1]);
}
