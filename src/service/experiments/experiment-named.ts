import type { SavedExperiment } from '#shared/contract/experiment';
import { RankLabError } from '#shared/errors';
import type { ExperimentStore } from '../storage/tables/experiment-store';

/** The saved comparison of that id or, for a name, the newest one. @throws NOT_FOUND naming some that there are. */
export async function experimentNamed(store: ExperimentStore, text: string, place: string): Promise<SavedExperiment> {
  const { experiments } = await store.summaries({ search: '', offset: 0, limit: 10_000 });
  const found = experiments.find(({ id }) => id === text) ?? experiments.find(({ name }) => name === text);
  if (found) return store.get(found.id);
  const names = [...new Set(experiments.map(({ name }) => `“${name}”`))].slice(0, 5);
  throw new RankLabError('NOT_FOUND', `There is no saved comparison “${text.slice(0, 80)}”`, {
    place,
    value: text.slice(0, 80),
    remedy: names.length > 0 ? `There are ${names.join(', ')}.` : 'Save one first: “ranklab compare --save NAME”.',
  });
}
