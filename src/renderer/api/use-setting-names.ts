import { useCallback } from 'react';
import type { Variant } from '#shared/schemas/variant';
import { schemaFields } from '../logic/json-schema-fields';
import { settingName } from '../logic/setting-names';
import { useSignals } from './use-signals';

interface SettingNames {
  /** The name of a setting, given by its path in the variant. */
  readonly nameOf: (path: string) => string;
  /** Every numeric setting that can be varied: weights, pool, merge, candidates of each source, parameters of weighed signals. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** Settings of a variant in words. */
export function useSettingNames(variant: Variant | undefined): SettingNames {
  const { entries, labelOf } = useSignals();
  const sources = variant?.candidates.sources;
  const nameOf = useCallback(
    (path: string) => settingName(path, labelOf, (place) => sources?.[place]?.id ?? 'a source'),
    [labelOf, sources],
  );
  const weighed = entries.filter(({ id }) => (variant?.weights[id] ?? 0) !== 0);
  const paths = [
    ...entries.map(({ id }) => `weights.${id}`),
    ...['mmrLambda', 'candidates.poolSize', 'candidates.merge.k'],
    ...(sources ?? []).map((_source, place) => `candidates.sources.${place}.limit`),
    ...weighed.flatMap(({ id, params }) =>
      schemaFields(params).flatMap(({ name, kind }) => (kind === 'number' ? [`signalParams.${id}.${name}`] : [])),
    ),
  ];
  return { nameOf, choices: paths.map((value) => ({ value, label: nameOf(value) })) };
}
