import type { Variant } from '#shared/schemas/variant';
import { throwIfCancelled } from '../core/cancellation';
import { parseParams } from '../core/registry';
import type { CandidatePool, SignalTensor } from '../model/candidates';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import type { PreparedSignal, SignalRequest } from './port';
import { signalRegistry } from './registry';

/** The signals of a tensor, bound to a view and to one setting of their parameters. */
export interface PreparedSignals {
  readonly ids: readonly string[];
  readonly signals: readonly PreparedSignal[];
}

/** @throws INVALID_ARGUMENT for an unknown signal or parameter, with its path. */
export function prepareSignals(
  view: TrainingView,
  signalParams: Variant['signalParams'],
  ids: readonly string[] = signalRegistry.ids,
): PreparedSignals {
  for (const id of Object.keys(signalParams)) signalRegistry.get(id, `signalParams.${id}`);
  const signals = ids.map((id) => {
    const entry = signalRegistry.get(id);
    return entry.prepare(view, parseParams(entry, signalParams[id], `signalParams.${id}`));
  });
  return { ids, signals };
}

/** Users between two checks for cancellation. */
const usersAtATime = 256;

/** Raw signals of every pool; `requests[u]` is the request of pool u. Memory: users × poolSize × (4 × signals + 4) bytes. */
export function buildSignalTensor(
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
    fillUsers(tensor, pools, requests, prepared, from, Math.min(pools.length, from + usersAtATime));
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
