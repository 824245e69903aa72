import { createRng } from '#engine/core/rng';
import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import type { AnnBackend, AnnIndex, AnnMetric } from '#engine/ann/port';
import type { VectorSearchResult } from '#engine/model/search';
import type { TaskContext } from '#engine/ports';
import { isRankLabError } from '#shared/errors';
import type { IndexBench, IndexBenchSettings } from '#shared/schemas/index-bench';
import { recallOf, trueScores } from './index-recall';
import type { TrueScore } from './index-recall';

type Point = IndexBench['types'][number]['points'][number];

interface BenchVectors {
  /** n × dimensions, row-major. */
  readonly vectors: Float32Array;
  /** Queries are sampled from these rows. */
  readonly queryRows: Float32Array;
  readonly dimensions: number;
  readonly metric: AnnMetric;
}

/**
 * Measures types of index on one set of vectors: recall against the exact answer, speed, build time and size. `local` computes the exact answer in
 * this process, so that no external engine receives all vectors twice.
 */
export async function benchIndexes(
  backend: AnnBackend,
  local: AnnBackend,
  source: BenchVectors,
  settings: IndexBenchSettings,
  context?: TaskContext,
): Promise<IndexBench> {
  const { vectors, dimensions, metric } = source;
  const count = vectors.length / dimensions;
  const neighborCount = Math.min(settings.neighborCount, Math.max(1, count));
  const queries = drawQueries(source, settings);
  const exact = local.create({ dimensions, metric, type: 'Flat' });
  try {
    await exact.add(vectors);
    const truth = await exact.search(queries, { neighborCount });
    const types: IndexBench['types'] = [];
    for (const [i, type] of settings.types.entries()) {
      const part = subtask(context, i / settings.types.length, (i + 1) / settings.types.length);
      types.push(await benchType(backend, source, type, queries, truth, part));
    }
    return {
      which: settings.which,
      metric,
      count,
      dimensions,
      neighborCount,
      queryCount: queries.length / dimensions,
      backend: backend.id,
      types,
    };
  } finally {
    exact.dispose();
  }
}

/** Distinct rows, the same for the same seed. */
function drawQueries({ queryRows, dimensions }: BenchVectors, { queryCount, seed }: IndexBenchSettings): Float32Array {
  const available = queryRows.length / dimensions;
  const rows = Int32Array.from({ length: available }, (_, row) => row);
  const rng = createRng(seed).derive('index-bench');
  const sampleSize = Math.min(queryCount, available);
  const out = new Float32Array(sampleSize * dimensions);
  for (let i = 0; i < sampleSize; i++) {
    const pick = i + rng.int(available - i);
    [rows[i], rows[pick]] = [rows[pick] ?? 0, rows[i] ?? 0];
    out.set(queryRows.subarray((rows[i] ?? 0) * dimensions, ((rows[i] ?? 0) + 1) * dimensions), i * dimensions);
  }
  return out;
}

async function benchType(
  backend: AnnBackend,
  { vectors, dimensions, metric }: BenchVectors,
  type: string,
  queries: Float32Array,
  truth: VectorSearchResult,
  context: TaskContext,
): Promise<IndexBench['types'][number]> {
  let index: AnnIndex | undefined;
  const trueScore = trueScores(vectors, queries, dimensions, metric);
  try {
    const startedAt = performance.now();
    index = backend.create({ dimensions, metric, type });
    await index.add(vectors, undefined, subtask(context, 0, 0.5));
    const buildSeconds = (performance.now() - startedAt) / 1000;
    const { bytes, description } = index.stats();
    const points: Point[] = [];
    const parameters = parametersOf(type, truth.neighborCount);
    for (const [i, parameter] of parameters.entries()) {
      throwIfCancelled(context);
      points.push(await measure(index, queries, dimensions, parameter, truth, trueScore));
      context.report?.(
        0.5 + (0.5 * (i + 1)) / parameters.length,
        `${type} ${parameter ? `${parameter.name} ${parameter.value}` : ''}`.trim(),
      );
    }
    return { type, description, buildSeconds, bytes, points, problem: null };
  } catch (error) {
    if (!isRankLabError(error) || error.code === 'CANCELLED') throw error;
    return { type, description: type, buildSeconds: 0, bytes: 0, points: [], problem: error.message };
  } finally {
    index?.dispose();
  }
}

/** Parameter values for the curve: for graphs around the number of neighbours; for inverted lists doubling up to all lists. */
function parametersOf(type: string, neighborCount: number): Point['parameter'][] {
  const doubling = (from: number, to: number): number[] => {
    const values: number[] = [];
    for (let value = from; value < to; value *= 2) values.push(value);
    return [...values, to];
  };
  const lists = /IVF(\d+)/.exec(type)?.[1];
  if (lists !== undefined)
    return doubling(1, Number(lists))
      .slice(0, 9)
      .map((value) => ({ name: 'nprobe', value }));
  if (/HNSW\d/.test(type)) return doubling(16, Math.max(512, 4 * neighborCount)).map((value) => ({ name: 'efSearch', value }));
  return [null];
}

/** A batch may take only a millisecond, where other load matters: it is repeated several times. */
const maxBatches = 15;
const batchesMs = 100;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** Occasional load of the machine must not count against the index. */
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function measure(
  index: AnnIndex,
  queries: Float32Array,
  dimensions: number,
  parameter: Point['parameter'],
  truth: VectorSearchResult,
  trueScore: TrueScore,
): Promise<Point> {
  const options = { neighborCount: truth.neighborCount, ...(parameter && { [parameter.name]: parameter.value }) };
  const count = queries.length / dimensions;
  await index.search(queries.subarray(0, dimensions), options);
  const times: number[] = [];
  for (let q = 0; q < count; q++) {
    const startedAt = performance.now();
    await index.search(queries.subarray(q * dimensions, (q + 1) * dimensions), options);
    times.push(performance.now() - startedAt);
  }
  const millisecondsPerQuery = median(times);
  const batches: number[] = [];
  let found: VectorSearchResult;
  do {
    const startedAt = performance.now();
    found = await index.search(queries, options);
    batches.push(performance.now() - startedAt);
  } while (batches.length < maxBatches && sum(batches) < batchesMs);
  const batchMs = median(batches);
  return {
    parameter,
    recall: await recallOf(found, truth, count, trueScore),
    millisecondsPerQuery,
    queriesPerSecondOne: 1000 / millisecondsPerQuery,
    queriesPerSecondBatch: (1000 * count) / batchMs,
  };
}
