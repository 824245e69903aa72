import { noParams } from '../../core/registry';
import { RankLabError } from '#shared/errors';
import { defaultIndexType } from '../default-type';
import { ExactIndex } from '../exact-index';
import { decodeExactIndex } from '../exact-format';
import type { AnnBackend, AnnIndexSettings } from '../port';

/** Brute force in TypeScript: always available, exact, and the test oracle of the other backends. */
export const exactBackend: AnnBackend = {
  id: 'exact',
  label: 'Exact (built in)',
  description: 'Compares the query with every vector; no native code, exact by construction',
  params: noParams,
  unavailableBecause: () => undefined,
  defaultType: (count) => defaultIndexType(count, false),
  knowsType: (type) => type === 'Flat',
  create: (settings) => new ExactIndex(checked(settings)),
  async deserialize(bytes, settings) {
    const { ids, vectors } = decodeExactIndex(bytes, checked(settings));
    const index = new ExactIndex(settings);
    await index.add(vectors, ids);
    return index;
  },
};

function checked(settings: AnnIndexSettings): AnnIndexSettings {
  if (!Number.isInteger(settings.dimensions) || settings.dimensions < 1) {
    throw new RankLabError('INVALID_ARGUMENT', `An index needs at least one dimension, not ${settings.dimensions}`, {
      place: 'dimensions',
    });
  }
  if (settings.type !== 'Flat') {
    throw new RankLabError('UNSUPPORTED', `The built-in backend has only Flat indexes, not “${settings.type}”`, {
      place: 'index.type',
      value: settings.type,
      remedy: 'Choose type Flat, or a FAISS backend',
    });
  }
  return settings;
}
