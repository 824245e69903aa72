/** Helpers of the hostile scenarios. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import { isRankLabError } from '#shared/errors';

export type Outcome = { readonly code: string; readonly message: string } | { readonly value: unknown };

/** "CODE message" for a typed failure, "untyped …" for any other, the value's text for a success. */
export async function outcomeOf(call: () => unknown): Promise<Outcome> {
  try {
    return { value: summary(await call()) };
  } catch (error) {
    if (isRankLabError(error)) return { code: error.code, message: error.message };
    return { code: 'untyped', message: String(error) };
  }
}

export function summary(value: unknown): unknown {
  if (value instanceof FaissIndex) return `index of ${value.stats().count}`;
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value;
  if ('ids' in value && value.ids instanceof BigInt64Array)
    return { ids: Array.from(value.ids, Number), ...('clampedBecause' in value && { clampedBecause: value.clampedBecause }) };
  return Object.prototype.toString.call(value);
}

export const rng = createRng(`hostile ${process.argv[4] ?? ''}`);
export const random = (length: number): Float32Array => Float32Array.from({ length }, () => rng.normal());
export const d = 8;
/** Cheaper than normal values, for large arrays. */
export const uniform = (length: number): Float32Array => Float32Array.from({ length }, () => rng.next() - 0.5);
export const query = random(d);
/** Bypasses the type checker, as callers without types do. */
export const anything = (value: unknown): never => value as never;

export async function filled(factory = 'Flat', n = 300): Promise<FaissIndex> {
  const index = FaissIndex.create({ dimension: d, factory, metric: 'l2', threads: 2 });
  const vectors = random(n * d);
  await index.train(vectors);
  await index.add(vectors);
  return index;
}

export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-hostile-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const all = async (calls: readonly (() => unknown)[]): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const call of calls) outcomes.push(await outcomeOf(call));
  return outcomes;
};

export const typesOfIndex = [
  'Flat',
  'HNSW8',
  'IVF4,Flat',
  'IVF4,SQ8',
  'IVF4,PQ4x4',
  'SQ8',
  'PQ4x4',
  'PCA4,Flat',
  'HNSW8,SQ8',
  'IVF4_HNSW4,Flat',
  'IVF4,PQ4x4fs',
];

export type Scenarios = Record<string, () => Promise<unknown>>;
