import { useMemo } from 'react';
import type { Registries } from '#shared/schemas/system';
import { useRegistries } from './queries';
import type { LabelOf } from '../logic/variant-diff';

export type SignalEntry = Registries['signals'][number];

const COLOURS = 10;

/** Names of re-rankers in explanations, besides the registered signals. */
const extraLabels: Readonly<Record<string, string>> = { diversity: 'Diversity (MMR)' };

interface Signals {
  readonly entries: readonly SignalEntry[];
  readonly labelOf: LabelOf;
  /** The CSS colour of a signal, the same everywhere. */
  readonly colorOf: (signal: string) => string;
}

export function useSignals(): Signals {
  const { data } = useRegistries();
  return useMemo(() => {
    const entries = data?.signals ?? [];
    const places = new Map(entries.map(({ id }, index) => [id, index]));
    return {
      entries,
      labelOf: (signal) => entries.find(({ id }) => id === signal)?.label ?? extraLabels[signal] ?? signal,
      colorOf: (signal) => {
        const place = places.get(signal);
        return place === undefined ? 'var(--mute)' : `var(--s${(place % COLOURS) + 1})`;
      },
    };
  }, [data]);
}
