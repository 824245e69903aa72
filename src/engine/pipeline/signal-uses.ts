import { RankLabError } from '#shared/errors';
import type { SignalDefinition, SignalDefinitions, SignalUse } from '#shared/schemas/signal';
import type { Variant } from '#shared/schemas/variant';
import { fingerprintOf } from '../core/hashing/fingerprint';
import { parseParams } from '../core/registry';
import type { TrainingView } from '../model/training-view';
import { DefinedSignals, parsedDefinition, withWhatTheyRead } from '../rerank/defined-signals';
import { signalRegistry } from '../rerank/registry';
import { knowledge, lastMoment } from './known-at';
import type { Side } from './sides';

/** Equal for definitions that give equal values. The label does not count. */
function definitionHash({ label: _label, params, ...rest }: SignalDefinition): string {
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return fingerprintOf(Object.entries({ ...rest, params: sorted }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The defined signals that a variant's weights count, with those that they read. */
const weighedBy = ({ weights, signals = {} }: Variant): SignalDefinitions =>
  withWhatTheyRead(
    Object.entries(weights).flatMap(([id, weight]) => (weight === 0 ? [] : [id])),
    signals,
  );

/** Which defined signals the variants weigh; definitions that differ between variants are different uses. */
export function signalUsesOf(variants: readonly Variant[]): SignalUse[] {
  const uses = new Map<string, SignalUse>();
  for (const variant of variants) {
    for (const [id, definition] of Object.entries(weighedBy(variant))) {
      const hash = definitionHash(definition);
      const use = uses.get(`${id} ${hash}`) ?? { id, definition, hash, variants: [] };
      uses.set(`${id} ${hash}`, { ...use, variants: [...use.variants, variant.name] });
    }
  }
  return [...uses.values()];
}

const madeElsewhere = ({ id, definition }: SignalUse, isSignal: (id: string) => boolean): string | undefined => {
  const { kind, params } = parsedDefinition(id, definition);
  return kind.madeElsewhere(params, isSignal);
};

const shown = ({ kind, params }: SignalDefinition): string =>
  `${kind} ${Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')}`.trim();

/** Every defined signal in words: what it is, and what it declares to have known. */
export function signalStatements(uses: readonly SignalUse[]): string[] {
  return uses.map((use) => {
    const { id, definition, hash, variants } = use;
    const declared = madeElsewhere(use, isSignalIn(uses)) === undefined ? '' : `, ${knowledge(definition.knownAt)}`;
    const direction = definition.direction === 'lower' ? ', smaller is better' : '';
    return `Signal ${id} of ${variants.join(', ')}: ${shown(definition)}${direction}${declared} (definition ${hash.slice(0, 12)}…)`;
  });
}

const isSignalIn =
  (uses: readonly SignalUse[]) =>
  (id: string): boolean =>
    signalRegistry.has(id) || uses.some((use) => use.id === id);

/**
 * As for foreign runs: what a column, a file or a service has known can only be declared. One that declares to have known data
 * after the end of training is refused, or labelled when the leak is accepted; one that declares nothing is labelled. @throws LEAKAGE
 */
export function checkSignalLeakage(uses: readonly SignalUse[], { split }: Side, accepted = false): string[] {
  return uses.flatMap((use) => {
    const { id, definition } = use;
    const what = madeElsewhere(use, isSignalIn(uses));
    if (what === undefined) return [];
    const name = `the signal ${id} (${what})`;
    const { knownAt } = definition;
    if (knownAt === null) return [`What ${name} has known is not declared: whether it has seen the test period cannot be told`];
    if (knownAt === 'static') return [`T${name.slice(1)} is declared to be static; this cannot be checked`];
    if (!split || lastMoment(knownAt) <= split.trainEndMs) {
      return [`T${name.slice(1)} is declared to have known data up to ${knownAt}; this cannot be checked`];
    }
    const leak = `${name} declares to have known data up to ${knownAt}, but training ends at ${new Date(split.trainEndMs).toISOString()}`;
    if (!accepted) {
      throw new RankLabError('LEAKAGE', `T${leak.slice(1)}`, {
        place: `signals.${id}.knownAt`,
        value: knownAt,
        remedy: 'Bring values from before the test period, or accept the leak: every export will then be labelled',
      });
    }
    return [`Leak accepted: ${leak}; its numbers flatter`];
  });
}

const notesOf = new WeakMap<TrainingView, Map<string, Promise<readonly string[]>>>();

/** What the kinds found in the data, such as dates after the newest interaction that may be known. */
export async function signalNotes(view: TrainingView, variants: readonly Variant[]): Promise<string[]> {
  const known = notesOf.get(view) ?? new Map<string, Promise<readonly string[]>>();
  notesOf.set(view, known);
  const notes = new Set<string>();
  for (const variant of variants) {
    const definitions = weighedBy(variant);
    for (const id of Object.keys(definitions)) {
      const key = JSON.stringify([id, definitions]);
      const found = known.get(key) ?? notesFor(view, id, definitions);
      known.set(key, found);
      for (const note of await found) notes.add(`Signal ${id}: ${note}`);
    }
  }
  return [...notes];
}

async function notesFor(view: TrainingView, id: string, definitions: SignalDefinitions): Promise<readonly string[]> {
  const { kind, params } = parsedDefinition(id, definitions[id]);
  const signals = new DefinedSignals(view, definitions, (registered) => {
    const entry = signalRegistry.get(registered);
    return entry.prepare(view, parseParams(entry, {}, registered));
  });
  return (await kind.notes?.(signals.inputs(id), params)) ?? [];
}
