import type { BuildSettings } from '#shared/schemas/model';

/** A starting point for the settings of a build; what it leaves out stays as set. */
export interface BuildPreset {
  readonly id: string;
  readonly label: string;
  /** What it is good for, in a sentence. */
  readonly description: string;
  readonly settings: Pick<BuildSettings, 'embeddings' | 'factors' | 'index'>;
}

const local: BuildSettings['embeddings'] = { provider: 'local', params: {} };
const automatic: BuildSettings['index'] = { backend: 'auto', type: 'auto', params: {} };
const factors = (method: string, factorCount: number): BuildSettings['factors'] => ({ method, factorCount, values: 'binary', params: {} });

export const buildPresets: readonly BuildPreset[] = [
  {
    id: 'balanced',
    label: 'Balanced',
    description: 'Local embeddings of the texts, 50 factors by SVD, and the index that fits the number of videos.',
    settings: { embeddings: local, factors: factors('truncated-svd', 50), index: automatic },
  },
  {
    id: 'quick',
    label: 'Quick look',
    description: '16 factors: built fastest, for a first impression of large data.',
    settings: { embeddings: local, factors: factors('truncated-svd', 16), index: automatic },
  },
  {
    id: 'implicit',
    label: 'Views and clicks',
    description: 'Implicit ALS, which takes what was not watched as weak evidence; slower to build than SVD.',
    settings: { embeddings: local, factors: factors('als', 64), index: automatic },
  },
  {
    id: 'behaviour',
    label: 'Without texts',
    description: 'No embeddings: for catalogues without titles or descriptions. Text queries and the map need embeddings.',
    settings: { embeddings: null, factors: factors('truncated-svd', 50), index: automatic },
  },
];

/** The preset that the settings are, apart from the seed; undefined for settings of one's own. */
export const presetOf = ({ embeddings, factors: chosen, index }: BuildSettings): BuildPreset | undefined =>
  buildPresets.find(({ settings }) => isSame([settings.embeddings, settings.factors, settings.index], [embeddings, chosen, index]));

/** Equal as JSON, whatever the order of keys. */
const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

const stageWords: Readonly<Record<string, string>> = {
  generate: 'Generating data',
  'save-data': 'Saving the data',
  embeddings: 'Embedding the texts',
  factors: 'Factorising the interactions',
  index: 'Building the indexes',
  'save-models': 'Saving the models',
};

/** A stage of a build in words. */
export const stageText = (stage: string): string => stageWords[stage] ?? stage.replaceAll('-', ' ');
