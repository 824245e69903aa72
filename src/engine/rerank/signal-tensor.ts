import { RankLabError } from '#shared/errors';
import type { SignalDefinitions } from '#shared/schemas/signal';
import type { Variant } from '#shared/schemas/variant';
import { throwIfCancelled } from '../core/cancellation';
import { parseParams } from '../core/registry';
import type { CandidatePool, SignalTensor } from '../model/candidates';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import { DefinedSignals, signalIdsOf } from './defined-signals';
import type { PreparedSignal, SignalRequest } from './port';
import { signalRegistry } from './registry';

/** The signals of a tensor, bound to a view and to one setting of their parameters. */
export interface PreparedSignals {
  readonly ids: readonly string[];
  readonly signals: readonly PreparedSignal[];
}

/** All signals of a variant. @throws INVALID_ARGUMENT for an unknown signal or parameter, or a wrong definition, with its path. */
export async function prepareSignals(
  view: TrainingView,
  { signalParams, signals: definitions = {} }: Pick<Variant, 'signalParams' | 'signals'>,
): Promise<PreparedSignals> {
  refuseUnknownParams(signalParams, definitions);
  const registered = (id: string): PreparedSignal => {
    const entry = signalRegistry.get(id);
    return entry.prepare(view, parseParams(entry, signalParams[id], `signalParams.${id}`));
  };
  const defined = new DefinedSignals(view, definitions, registered);
  const ids = signalIdsOf(definitions);
  const signals: PreparedSignal[] = [];
  for (const id of ids) signals.push(await defined.prepare(id));
  return { ids, signals };
}

/** Registered signals only, which need no waiting. */
export function prepareRegistered(
  view: TrainingView,
  signalParams: Variant['signalParams'],
  ids: readonly string[] = signalRegistry.ids,
): PreparedSignals {
  refuseUnknownParams(signalParams, {});
  const signals = ids.map((id) => {
    const entry = signalRegistry.get(id);
    return entry.prepare(view, parseParams(entry, signalParams[id], `signalParams.${id}`));
  });
  return { ids, signals };
}

function refuseUnknownParams(signalParams: Variant['signalParams'], definitions: SignalDefinitions): void {
  for (const id of Object.keys(signalParams)) {
    if (Object.hasOwn(definitions, id)) {
      throw new RankLabError('INVALID_ARGUMENT', `The parameters of “${id}” are part of its definition`, {
        place: `signalParams.${id}`,
        remedy: `Change signals.${id}.params`,
      });
    }
    signalRegistry.get(id, `signalParams.${id}`);
  }
}

/** Users between two checks for cancellation. */
const usersAtATime = 256;

/** Raw signals of every pool; `requests[u]` is the request of pool u. Memory: users × poolSize × (4 × signals + 4) bytes. */
export async function buildSignalTensor(
  pools: readonly CandidatePool[],
  requests: readonly SignalRequest[],
  prepared: PreparedSignals,
  poolSize: number,
): Promise<SignalTensor> {
  await fetchUsers(pools, requests, prepared, 0, pools.length);
  return registeredTensor(pools, requests, prepared, poolSize);
}

/** The same for signals that need no waiting. */
export function registeredTensor(
  pools: readonly CandidatePool[],
  requests: readonly SignalRequest[],
  prepared: PreparedSignals,
  poolSize: number,
): SignalTensor {
  const tensor = emptyTensor(pools, requests, prepared, poolSize);
  fillUsers(tensor, pools, requests, prepared, 0, pools.length);
  return tensor;
}

/** The same for many users, yielding between blocks. @throws CANCELLED */
export async function buildLargeSignalTensor(
  pools: readonly CandidatePool[],
  requests: readonly SignalRequest[],
  prepared: PreparedSignals,
  poolSize: number,
  context?: TaskContext,
): Promise<SignalTensor> {
  const tensor = emptyTensor(pools, requests, prepared, poolSize);
  for (let from = 0; from < pools.length; from += usersAtATime) {
    throwIfCancelled(context);
    context?.report?.(from / pools.length, 'signals');
    const to = Math.min(pools.length, from + usersAtATime);
    await fetchUsers(pools, requests, prepared, from, to, context);
    fillUsers(tensor, pools, requests, prepared, from, to);
    await context?.yieldToEventLoop?.();
  }
  return tensor;
}

function emptyTensor(
  pools: readonly CandidatePool[],
  requests: readonly SignalRequest[],
  prepared: PreparedSignals,
  poolSize: number,
): SignalTensor {
  const stride = prepared.ids.length;
  const items = new Int32Array(pools.length * poolSize).fill(-1);
  const counts = new Int32Array(pools.length);
  const signals = new Float32Array(pools.length * poolSize * stride);
  const users = Int32Array.from(requests, (request) => request.userRow ?? -1);
  return { users, poolSize, counts, items, signalIds: prepared.ids, signals };
}

/** Asks other programs for the values of these users. */
async function fetchUsers(
  pools: readonly CandidatePool[],
  requests: readonly SignalRequest[],
  { signals }: PreparedSignals,
  from: number,
  to: number,
  context?: TaskContext,
): Promise<void> {
  const asking = signals.filter((signal) => signal.fetch !== undefined);
  if (asking.length === 0) return;
  const block = requests.slice(from, to);
  const candidates = pools.slice(from, to).map(({ items, count }) => items.subarray(0, count));
  // Cancellation only: the share of progress that is left is not known.
  const task = context?.signal && { signal: context.signal };
  for (const signal of asking) await signal.fetch?.(block, candidates, task);
}

function fillUsers(
  { poolSize, counts, items, signalIds, signals }: SignalTensor,
  pools: readonly CandidatePool[],
  requests: readonly SignalRequest[],
  prepared: PreparedSignals,
  from: number,
  to: number,
): void {
  const stride = signalIds.length;
  for (let u = from; u < to; u++) {
    const pool = pools[u];
    const count = Math.min(pool.count, poolSize);
    counts[u] = count;
    items.set(pool.items.subarray(0, count), u * poolSize);
    const request = { ...requests[u], poolScores: pool.scores };
    prepared.signals.forEach((signal, s) => signal.compute(request, items, u * poolSize, count, signals, stride, s));
  }
}
