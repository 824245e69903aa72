import { useCallback } from 'react';
import type { Variant } from '#shared/schemas/variant';
import { numericSettings } from '../logic/numeric-settings';
import { settingName } from '../logic/setting-names';
import { useRegistries } from './queries';
import { useSignals } from './use-signals';

interface SettingNames {
  /** The name of a setting, given by its path in the variant. */
  readonly nameOf: (path: string) => string;
  /** Every numeric setting that can be varied. */
  readonly choices: readonly { readonly value: string; readonly label: string; readonly whole: boolean }[];
}

/** Settings of a variant in words. */
export function useSettingNames(variant: Variant | undefined): SettingNames {
  const { entries, labelOf } = useSignals();
  const { data } = useRegistries();
  const sources = variant?.candidates.sources;
  const nameOf = useCallback(
    (path: string) => settingName(path, labelOf, (place) => sources?.[place]?.id ?? 'a source'),
    [labelOf, sources],
  );
  const numeric = variant
    ? numericSettings(variant, { signals: entries, sources: data?.candidateSources ?? [], fusionMethods: data?.fusionMethods ?? [] })
    : [];
  return { nameOf, choices: numeric.map(({ path, whole }) => ({ value: path, label: nameOf(path), whole })) };
}
