import { isRankLabError, RankLabError } from '#shared/errors';
import type { SignalDefinition, SignalDefinitions } from '#shared/schemas/signal';
import { parseParams } from '../core/registry';
import type { TrainingView } from '../model/training-view';
import type { PreparedSignal } from './port';
import { signalRegistry } from './registry';
import type { KindInputs, SignalKind } from './signal-kinds/port';
import { signalKinds } from './signal-kinds/registry';

/** Names that explanations use for something else. */
const reserved: ReadonlySet<string> = new Set(['diversity']);

/** Ids of every signal that a variant with these definitions has, in the order of a tensor. */
export const signalIdsOf = (definitions: SignalDefinitions = {}): string[] => [...signalRegistry.ids, ...Object.keys(definitions)];

/** A definition with its kind and its checked parameters. @throws INVALID_ARGUMENT with the path in the definition. */
export function parsedDefinition(id: string, definition: SignalDefinition): { readonly kind: SignalKind; readonly params: unknown } {
  const place = `signals.${id}`;
  const kind = signalKinds.get(definition.kind, `${place}.kind`);
  return { kind, params: parseParams(kind, definition.params, `${place}.params`) };
}

/** Ids of the signals that a definition reads. */
export function readBy(id: string, definition: SignalDefinition): readonly string[] {
  const { kind, params } = parsedDefinition(id, definition);
  return named(id, () => kind.reads?.(params) ?? []);
}

/** What can be checked without data. @throws INVALID_ARGUMENT naming the definition that is at fault. */
export function checkDefinitions(definitions: SignalDefinitions): void {
  for (const id of Object.keys(definitions)) {
    if (!signalRegistry.has(id) && !reserved.has(id)) continue;
    throw new RankLabError('INVALID_ARGUMENT', `“${id}” is a signal that every workspace has`, {
      place: `signals.${id}`,
      value: id,
      remedy: 'Choose another name',
    });
  }
  const finished = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    const definition = Object.hasOwn(definitions, id) ? definitions[id] : undefined;
    if (!definition || finished.has(id)) return;
    if (path.includes(id)) {
      throw new RankLabError(
        'INVALID_ARGUMENT',
        `Signals read each other in a circle: ${[...path.slice(path.indexOf(id)), id].join(' → ')}`,
        {
          place: `signals.${id}`,
          value: id,
          remedy: 'Write one of them without the others',
        },
      );
    }
    for (const read of readBy(id, definition)) visit(read, [...path, id]);
    finished.add(id);
  };
  for (const id of Object.keys(definitions)) visit(id, []);
}

/** The definitions under these ids and all that they read. Ids without a definition are left out. */
export function withWhatTheyRead(ids: Iterable<string>, definitions: SignalDefinitions): SignalDefinitions {
  const found: Record<string, SignalDefinition> = {};
  const visit = (id: string): void => {
    const definition = Object.hasOwn(definitions, id) ? definitions[id] : undefined;
    if (!definition || Object.hasOwn(found, id)) return;
    found[id] = definition;
    for (const read of readBy(id, definition)) visit(read);
  };
  for (const id of ids) visit(id);
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The signals of one view under one set of definitions, each fitted once. */
export class DefinedSignals {
  readonly #prepared = new Map<string, Promise<PreparedSignal>>();

  /** @throws INVALID_ARGUMENT where the definitions are at fault. */
  constructor(
    private readonly view: TrainingView,
    private readonly definitions: SignalDefinitions,
    /** A registered signal with its parameters. */
    private readonly registered: (id: string) => PreparedSignal,
  ) {
    checkDefinitions(definitions);
  }

  inputs(id: string): KindInputs {
    return {
      view: this.view,
      place: `signals.${id}.params`,
      smallerIsBetter: this.definitions[id].direction === 'lower',
      isSignal: (other) => signalRegistry.has(other) || Object.hasOwn(this.definitions, other),
      signal: (other) => this.prepare(other),
    };
  }

  /** @throws what is at fault, naming the signal. */
  prepare(id: string): Promise<PreparedSignal> {
    let prepared = this.#prepared.get(id);
    if (!prepared) {
      prepared = this.#make(id);
      this.#prepared.set(id, prepared);
    }
    return prepared;
  }

  async #make(id: string): Promise<PreparedSignal> {
    if (!Object.hasOwn(this.definitions, id)) return this.registered(id);
    const definition = this.definitions[id];
    const { kind, params } = parsedDefinition(id, definition);
    const prepared = await named(id, () => kind.prepare(this.inputs(id), params));
    const asking = withName(id, prepared);
    return definition.direction === 'lower' ? negated(asking) : asking;
  }
}

/** Messages of kinds do not know what the user has called the signal. */
function named<Value>(id: string, work: () => Value): Value {
  const rename = (error: unknown): never => {
    if (!isRankLabError(error) || error.code === 'CANCELLED' || error.message.startsWith('Signal “')) throw error;
    throw new RankLabError(error.code, `Signal “${id}”: ${error.message}`, { place: `signals.${id}`, ...error.details }, { cause: error });
  };
  try {
    const value = work();
    return value instanceof Promise ? (value.catch(rename) as Value) : value;
  } catch (error) {
    return rename(error);
  }
}

/** A program that does not answer is named by the signal that asks it. */
function withName(id: string, signal: PreparedSignal): PreparedSignal {
  if (!signal.fetch) return signal;
  return {
    ...signal,
    fetch: (requests, candidates, context) => named(id, () => signal.fetch?.(requests, candidates, context) ?? Promise.resolve()),
  };
}

function negated(signal: PreparedSignal): PreparedSignal {
  return {
    ...signal,
    compute(request, items, from, count, out, stride, offset) {
      signal.compute(request, items, from, count, out, stride, offset);
      for (let c = from; c < from + count; c++) out[c * stride + offset] = 0 - out[c * stride + offset];
    },
  };
}
