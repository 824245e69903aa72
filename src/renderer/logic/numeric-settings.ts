import type { Variant } from '#shared/schemas/variant';
import { schemaFields } from './json-schema-fields';

interface Entry {
  readonly id: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Known {
  readonly signals: readonly Entry[];
  readonly sources: readonly Entry[];
  readonly fusionMethods: readonly Entry[];
}

export interface NumericSetting {
  /** In the variant. */
  readonly path: string;
  /** Whether it takes whole numbers only. */
  readonly whole: boolean;
}

/** Every numeric setting of a variant that a sweep can vary: weights, parameters of weighed signals, diversity, candidates, the limit per creator. */
export function numericSettings({ weights, candidates }: Variant, { signals, sources, fusionMethods }: Known): NumericSetting[] {
  const real = (path: string): NumericSetting => ({ path, whole: false });
  const count = (path: string): NumericSetting => ({ path, whole: true });
  return [
    ...signals.map(({ id }) => real(`weights.${id}`)),
    ...[real('mmrLambda'), count('candidates.poolSize'), real('candidates.merge.k')],
    // A variant without parameters of the merge, or without a weight of a source, has no such place.
    ...(candidates.merge.params ? numbersOf(fusionMethods, candidates.merge.id, 'candidates.merge.params') : []),
    ...candidates.sources.flatMap(({ id, weight }, place) => [
      count(`candidates.sources.${place}.limit`),
      ...(weight === undefined ? [] : [real(`candidates.sources.${place}.weight`)]),
      ...numbersOf(sources, id, `candidates.sources.${place}.params`),
    ]),
    count('filters.maxPerCreator'),
    ...signals.filter(({ id }) => (weights[id] ?? 0) !== 0).flatMap(({ id }) => numbersOf(signals, id, `signalParams.${id}`)),
  ];
}

/** The numeric parameters of a registry's entry, each by its path. */
const numbersOf = (entries: readonly Entry[], id: string, path: string): NumericSetting[] =>
  schemaFields(entries.find((entry) => entry.id === id)?.params ?? {}).flatMap((field) =>
    field.kind === 'number' ? [{ path: `${path}.${field.name}`, whole: field.integer }] : [],
  );
