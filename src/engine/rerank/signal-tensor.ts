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

/** Raw signals of every pool; `requests[u]` is whom pool u is for. Memory: users × poolSize × (4 × signals + 4) bytes. */
export function buildSignalTensor(
  pools: readonly CandidatePool[],
  requests: readonly SignalRequest[],
  prepared: PreparedSignals,
  poolSize: number,
  context?: TaskContext,
): SignalTensor {
  const stride = prepared.ids.length;
  const items = new Int32Array(pools.length * poolSize).fill(-1);
  const counts = new Int32Array(pools.length);
  const signals = new Float32Array(pools.length * poolSize * stride);
  const users = Int32Array.from(requests, (request) => request.userRow ?? -1);
  pools.forEach((pool, u) => {
    if (u % 256 === 0) {
      throwIfCancelled(context);
      context?.report?.(u / pools.length, 'signals');
    }
    const count = Math.min(pool.count, poolSize);
    counts[u] = count;
    items.set(pool.items.subarray(0, count), u * poolSize);
    const request = { ...requests[u], poolScores: pool.scores };
    prepared.signals.forEach((signal, s) => signal.compute(request, items, u * poolSize, count, signals, stride, s));
  });
  return { users, poolSize, counts, items, signalIds: prepared.ids, signals };
}
