import type { SignalDefinitions, SignalPreview } from '#shared/schemas/signal';
import { itemRow, userRow } from '#shared/ids';
import { throwIfCancelled } from '../core/cancellation';
import { parseParams } from '../core/registry';
import { createRng } from '../core/rng';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import { DefinedSignals, parsedDefinition, withWhatTheyRead } from '../rerank/defined-signals';
import type { PreparedSignal, SignalRequest } from '../rerank/port';
import { userProfile } from '../rerank/profiles';
import { signalRegistry } from '../rerank/registry';

/** Most users and videos that are computed; fewer where another program is asked. */
const most = { users: 20, videos: 5_000 };
const mostAsked = { users: 2, videos: 20 };
const bins = 20;
const exampleCount = 5;

/** What a definition gives on the data. @throws what keeps the signal from being computed, naming it. */
export async function previewSignal(
  view: TrainingView,
  id: string,
  known: SignalDefinitions,
  context?: TaskContext,
): Promise<Omit<SignalPreview, 'elapsedMs'>> {
  const definitions = withWhatTheyRead([id], known);
  const { kind, params } = parsedDefinition(id, definitions[id]);
  const signals = new DefinedSignals(view, definitions, (registered) => {
    const entry = signalRegistry.get(registered);
    return entry.prepare(view, parseParams(entry, {}, registered));
  });
  const prepared = await signals.prepare(id);
  const asks = Object.keys(definitions).some((other) => parsedDefinition(other, definitions[other]).kind.asksService === true);
  const limits = asks ? mostAsked : most;
  const items = sample(view.dataset.items.ids.size, limits.videos, 'preview-videos');
  const users = sample(view.dataset.users.ids.size, limits.users, 'preview-users');
  const requests = Array.from(users, (user): SignalRequest => ({ userRow: user, videoRow: undefined, profile: userProfile(view, user) }));
  await prepared.fetch?.(
    requests,
    requests.map(() => items),
    context,
  );
  throwIfCancelled(context);
  const table = compute(prepared, requests, items);
  return {
    unit: kind.unit,
    ...table.counts,
    ...statisticsOf(table.values),
    exampleUser: table.counts.byUser ? view.dataset.users.ids.idOf(userRow(users[0])) : null,
    ...examplesOf(view, items, table.values),
    notes: [...((await kind.notes?.(signals.inputs(id), params)) ?? []), ...(kind.observed?.(signals.inputs(id), params) ?? [])],
  };
}

/** Ascending rows. */
function sample(size: number, most: number, purpose: string): Int32Array {
  const rows = Int32Array.from({ length: size }, (_, row) => row);
  if (size <= most) return rows;
  const rng = createRng(1).derive(purpose);
  for (let i = 0; i < most; i++) {
    const other = i + rng.int(size - i);
    [rows[i], rows[other]] = [rows[other], rows[i]];
  }
  return rows.slice(0, most).sort();
}

/** Values of the first user come first; of one user only, where all users have the same. */
function compute(signal: PreparedSignal, requests: readonly SignalRequest[], items: Int32Array) {
  const count = items.length;
  const values = new Float32Array(requests.length * count);
  requests.forEach((request, u) => signal.compute(request, items, 0, count, values.subarray(u * count), 1, 0));
  const first = values.subarray(0, count);
  const byUser = requests.some((_, u) => values.subarray(u * count, (u + 1) * count).some((value, c) => value !== first[c]));
  const users = byUser ? requests : requests.slice(0, 1);
  const withValue = users.reduce(
    (sum, request) => sum + items.reduce((given, item) => given + (signal.hasValue?.(request, item) === false ? 0 : 1), 0),
    0,
  );
  return {
    values: values.subarray(0, users.length * count),
    counts: { byUser, users: users.length, videos: count, computed: users.length * count, withValue },
  };
}

function statisticsOf(values: Float32Array): Pick<SignalPreview, 'minimum' | 'maximum' | 'mean' | 'histogram'> {
  let [minimum, maximum, sum] = [Infinity, -Infinity, 0];
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    sum += value;
  }
  if (values.length === 0) return { minimum: 0, maximum: 0, mean: 0, histogram: [] };
  const histogram = new Array<number>(bins).fill(0);
  const width = (maximum - minimum) / bins;
  for (const value of values) histogram[width > 0 ? Math.min(bins - 1, Math.floor((value - minimum) / width)) : 0]++;
  return { minimum, maximum, mean: sum / values.length, histogram };
}

function examplesOf(view: TrainingView, items: Int32Array, values: Float32Array): Pick<SignalPreview, 'highest' | 'lowest'> {
  const order = Array.from(items.keys()).sort((a, b) => values[b] - values[a] || a - b);
  const named = (c: number) => ({
    videoId: view.dataset.items.ids.idOf(itemRow(items[c])),
    title: view.dataset.items.titles[items[c]] ?? '',
    value: values[c],
  });
  return { highest: order.slice(0, exampleCount).map(named), lowest: order.slice(-exampleCount).reverse().map(named) };
}
