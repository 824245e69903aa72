import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { defaultIndexType } from '#engine/ann/default-type';
import type { AnnBackend, AnnIndexSettings } from '#engine/ann/port';
import { decodeFaissNode } from './faiss-node-format';
import { FaissNodeAnnIndex } from './faiss-node-index';
import { faissNodeMetric, loadFaissNode } from './faiss-node-module';
import type { FaissNodeModule } from './faiss-node-module';

/** Types that need no training: faiss-node ends the process when an untrained index is used. */
const supportedTypes = /^(Flat|HNSW([2-9]|[1-9]\d|[1-4]\d\d|50\d|51[0-2])(,Flat)?)$/;

/** The npm package faiss-node, for machines that have its prebuilt binary and no compiler. `find` is replaced in tests. */
export function createFaissNodeBackend(find: typeof loadFaissNode = loadFaissNode): AnnBackend {
  const module = (): FaissNodeModule => {
    const found = find();
    if (found.module) return found.module;
    throw new RankLabError('UNSUPPORTED', `faiss-node cannot be used here: ${found.unavailableBecause}`);
  };
  return {
    id: 'faiss-node',
    label: 'FAISS (faiss-node)',
    description: 'The prebuilt npm package, on the calling thread: Flat and HNSW, no search parameters; every argument is checked first',
    params: z.strictObject({}),
    unavailableBecause: () => {
      const found = find();
      return found.module ? undefined : found.unavailableBecause;
    },
    defaultType: (count) => defaultIndexType(count, true),
    knowsType: (type) => supportedTypes.test(type),
    create(settings) {
      checkSettings(settings);
      const metric = settings.metric === 'l2' ? faissNodeMetric.l2 : faissNodeMetric.innerProduct;
      return new FaissNodeAnnIndex(module().Index.fromFactory(settings.dimensions, settings.type, metric), settings);
    },
    async deserialize(bytes, settings) {
      checkSettings(settings);
      const { index, ids } = await decodeFaissNode(bytes, module());
      return new FaissNodeAnnIndex(index, settings, ids);
    },
  };
}

function checkSettings({ dimensions, type }: AnnIndexSettings): void {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > 65_536)
    throw new RankLabError('INVALID_ARGUMENT', `A dimension must be 1 to 65536, not ${dimensions}`, { place: 'dimensions' });
  if (!supportedTypes.test(type))
    throw new RankLabError('UNSUPPORTED', `faiss-node is used for Flat and HNSW only, not for “${type}”`, {
      place: 'index.type',
      value: type,
      remedy: 'Choose Flat or HNSW32, or build the FAISS addon (npm run install-native)',
    });
}
