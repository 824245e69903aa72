import { useMemo } from 'react';
import { readable } from '#shared/words';
import type { SignalDefinition } from '#shared/schemas/signal';
import type { Registries } from '#shared/schemas/system';
import { schemaFields, type SchemaField } from '../logic/json-schema-fields';
import type { LabelOf } from '../logic/variant-diff';
import { useLabDocument } from '../stores/lab-store';
import { useRegistries } from './queries';
import { useDefinedSignals } from './signals';

export type SignalEntry = Registries['signals'][number];

const COLOURS = 10;

/** Names of re-rankers in explanations, besides the registered signals. */
const extraLabels: Readonly<Record<string, string>> = { diversity: 'Diversity (MMR)' };

interface Signals {
  /** Registered and defined ones, with those of the Lab's variants. */
  readonly entries: readonly SignalEntry[];
  /** Ids that every variant can weigh; others come with the variant that has them. */
  readonly shared: ReadonlySet<string>;
  readonly labelOf: LabelOf;
  /** The CSS colour of a signal, the same everywhere. */
  readonly colorOf: (signal: string) => string;
}

/** Definitions that the Lab's variants bring with them, as text: equal while they are unchanged, even if a slider moves. */
const useOwnDefinitions = (): string =>
  useLabDocument(({ variants }) =>
    JSON.stringify(Object.fromEntries(variants.flatMap(({ variant }) => Object.entries(variant.signals ?? {})))),
  );

const entryOf = (
  id: string,
  { label, kind, params }: SignalDefinition,
  known: Registries['signalKinds'][number] | undefined,
): SignalEntry => ({
  id,
  label: label ?? id,
  description: `${known?.label ?? kind}: ${definedText(params, schemaFields(known?.params ?? {}))}`,
  params: {},
});

/** `column margin, transform as it is` */
const definedText = (params: SignalDefinition['params'], fields: readonly SchemaField[]): string =>
  Object.entries(params)
    .map(([name, value]) => {
      const field = fields.find((one) => one.name === name);
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const chosen = field?.kind === 'choice' ? field.options.find((option) => option.value === value)?.label.toLowerCase() : undefined;
      return `${(field?.label ?? readable(name)).toLowerCase()} ${chosen ?? text}`;
    })
    .join(', ');

export function useSignals(): Signals {
  const { data } = useRegistries();
  const { data: defined } = useDefinedSignals();
  const own = useOwnDefinitions();
  return useMemo(() => {
    const shared = new Set([...(data?.signals ?? []), ...(defined ?? [])].map(({ id }) => id));
    const definitions = new Map<string, SignalDefinition>((defined ?? []).map(({ id, ...definition }) => [id, definition]));
    for (const [id, definition] of Object.entries(JSON.parse(own) as Record<string, SignalDefinition>)) definitions.set(id, definition);
    const entries = [
      ...(data?.signals ?? []),
      ...[...definitions].map(([id, definition]) =>
        entryOf(
          id,
          definition,
          data?.signalKinds.find((kind) => kind.id === definition.kind),
        ),
      ),
    ];
    const places = new Map(entries.map(({ id }, index) => [id, index]));
    return {
      entries,
      shared,
      labelOf: (wanted, of) =>
        (of === 'source' ? (data?.candidateSources ?? []) : entries).find(({ id }) => id === wanted)?.label ??
        extraLabels[wanted] ??
        wanted,
      colorOf: (signal) => {
        const place = places.get(signal);
        return place === undefined ? 'var(--mute)' : `var(--s${(place % COLOURS) + 1})`;
      },
    };
  }, [data, defined, own]);
}
