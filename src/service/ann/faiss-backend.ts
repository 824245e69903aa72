import { z } from 'zod';
import { FaissIndex } from '#native/faiss-index';
import type { FaissIndexOptions, FaissLoadOptions } from '#native/faiss-types';
import { describeAddon, loadAddon } from '#native/load-addon';
import { parseParams } from '#engine/core/registry';
import { defaultIndexType } from '#engine/ann/default-type';
import type { AnnBackend, AnnIndexSettings } from '#engine/ann/port';
import { isRankLabError } from '#shared/errors';
import { FaissAnnIndex } from './faiss-ann-index';

const whole = (least: number, most: number) => z.int().min(least).max(most);

const paramsSchema = z.strictObject({
  efConstruction: whole(1, 65_535).optional().describe('HNSW: candidates explored per vector while building'),
  efSearch: whole(1, 1 << 24)
    .optional()
    .describe('HNSW: candidates explored per search; more raises recall and latency'),
  nprobe: whole(1, 1 << 20)
    .optional()
    .describe('IVF: lists probed per search; more raises recall and latency'),
  trainingSeed: whole(0, 2 ** 31 - 1)
    .optional()
    .describe('IVF and PQ: seed of the clustering'),
  threads: whole(1, 1024).optional().describe('Threads of FAISS; default: all processors. Results do not depend on it'),
  deterministic: whole(0, 1).default(1).describe('1: build on one thread, so that the same vectors give the same index byte for byte'),
  gpu: whole(-1, 63).default(-1).describe('Number of the CUDA device for Flat and IVF; −1: CPU'),
});

type Params = z.infer<typeof paramsSchema>;

const entry = { id: 'faiss', label: 'FAISS', description: '', params: paramsSchema };

/** FAISS through our own addon (native/): every index type, off the JavaScript thread. */
export const faissBackend: AnnBackend = {
  id: entry.id,
  label: entry.label,
  get description(): string {
    return describeAddon();
  },
  params: paramsSchema,
  unavailableBecause: () => loadAddon().unavailableBecause,
  defaultType: (count) => defaultIndexType(count, true),
  writesFaissFiles: true,
  searchParams: ['efSearch', 'nprobe', 'gpu'],
  create(settings) {
    const params = checked(settings);
    const options: FaissIndexOptions = {
      dimension: settings.dimensions,
      factory: settings.type,
      metric: settings.metric,
      deterministic: params.deterministic === 1,
      ...(params.threads !== undefined && { threads: params.threads }),
      ...(params.efConstruction !== undefined && { efConstruction: params.efConstruction }),
      ...(params.trainingSeed !== undefined && { trainingSeed: params.trainingSeed }),
    };
    const { created: made, note } = onDevice(params, (device) => FaissIndex.create({ ...options, ...device }));
    return new FaissAnnIndex(made, params, note);
  },
  async deserialize(bytes, settings) {
    const params = checked(settings);
    const options: FaissLoadOptions = {
      metric: settings.metric,
      dimension: settings.dimensions,
      factory: settings.type,
      deterministic: params.deterministic === 1,
      ...(params.threads !== undefined && { threads: params.threads }),
    };
    const { created: made, note } = onDevice(params, (device) => FaissIndex.deserialize(bytes, { ...options, ...device }));
    try {
      return new FaissAnnIndex(await made, params, note);
    } catch (error) {
      if (params.gpu < 0 || !isRankLabError(error) || error.code !== 'UNSUPPORTED') throw error;
      return new FaissAnnIndex(await FaissIndex.deserialize(bytes, options), params, error.message);
    }
  },
};

function checked(settings: AnnIndexSettings): Params {
  return parseParams(entry, settings.params, 'index.params');
}

/** Creates an index on the requested GPU, or on the CPU with the reason if the GPU is unavailable. */
function onDevice<Created>(params: Params, make: (device: { device?: string }) => Created): { created: Created; note?: string } {
  if (params.gpu < 0) return { created: make({}) };
  try {
    return { created: make({ device: `cuda:${params.gpu}` }) };
  } catch (error) {
    if (!isRankLabError(error) || error.code !== 'UNSUPPORTED') throw error;
    return { created: make({}), note: error.message };
  }
}
