import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { subtask } from '#engine/core/cancellation';
import type { MeasuredSetting } from '#engine/pipeline/sweep/measure-setting';
import { runSweep } from '#engine/pipeline/sweep/run-sweep';
import { timeFolds } from '#engine/pipeline/sweep/time-folds';
import type { Cancellation, TaskContext } from '#engine/ports';
import type { SweepInput, SweepOutput } from '#shared/schemas/sweep';
import { sharedThread } from '../jobs/shared-thread';
import type { StateStore } from '../storage/files/state-store';
import type { Experiments } from './experiments';

interface SweepWorkspace {
  readonly experiments: Pick<Experiments, 'validation' | 'completed'>;
  readonly store: { readonly state: Pick<StateStore, 'load' | 'save'> };
}

/** Document that keeps the settings of a running sweep, for one that is interrupted. */
const stateKey = 'sweep';
const savedEveryMs = 2_000;

interface SavedSweep {
  readonly sweep: string;
  readonly settings: readonly (readonly [values: string, setting: MeasuredSetting])[];
}

/**
 * Sweeps a variant's settings on the validation part. Measured settings are kept in the workspace until the sweep ends, so that the same
 * sweep goes on where a crash or Cancel interrupted it. `stop` ends it with the best so far.
 */
export async function sweep(
  { experiments, store }: SweepWorkspace,
  asked: SweepInput,
  { stop, context }: { readonly stop?: Cancellation; readonly context?: TaskContext } = {},
): Promise<SweepOutput> {
  const input = { ...asked, variant: await experiments.completed(asked.variant, sweptSignals(asked)) };
  const { bench, side, conventions } = await experiments.validation(input, subtask(context, 0, 0.1));
  const id = fingerprintOf('sweep', JSON.stringify(input), bench.view.dataset.fingerprint, side.fingerprint);
  const known = restored(await store.state.load(stateKey), id);
  const settings = new Map(known);
  let savedAtMs = performance.now();
  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => (saving = store.state.save(stateKey, { sweep: id, settings: [...settings] }));
  const folds = timeFolds(bench.view, bench.view.dataset, side.split?.validation ?? new Int32Array(0), input.relevance, {
    count: input.folds,
    excludeSeen: input.variant.candidates.removeSeen,
  });
  const host = {
    bench,
    folds,
    known,
    ...(stop && { stop }),
    measured: (values: object, setting: MeasuredSetting): void => {
      settings.set(JSON.stringify(values), setting);
      if (performance.now() - savedAtMs < savedEveryMs) return;
      savedAtMs = performance.now();
      save().catch(() => {}); // the next one, or the last one below, fails in sight
    },
  };
  try {
    const output = await runSweep(host, input, subtask(sharedThread(context), 0.1, 1));
    await saving.catch(() => {});
    await store.state.save(stateKey, null);
    return { ...output, conventions: conventions([...input.objectives, ...input.guards.map(({ metric }) => metric)], 0) };
  } catch (error) {
    if (settings.size > known.size) await save();
    throw error;
  }
}

const weightPath = 'weights.';

/** Signals whose weight is varied: the variant need not weigh them yet. */
const sweptSignals = ({ parameters }: SweepInput): string[] =>
  parameters.flatMap(({ path }) => (path.startsWith(weightPath) ? [path.slice(weightPath.length)] : []));

/** The settings of an interrupted sweep, if it was this one. JSON has no NaN: null stands for it. */
function restored(saved: unknown, id: string): Map<string, MeasuredSetting> {
  const document = saved as SavedSweep | null | undefined;
  if (document?.sweep !== id) return new Map();
  const number = (value: number | null): number => value ?? NaN;
  return new Map(
    document.settings.map(([values, { metrics, foldMeans }]) => [
      values,
      {
        metrics: metrics.map(({ spec, value, difference }) => ({
          spec,
          value: number(value),
          difference: difference && { value: number(difference.value), low: number(difference.low), high: number(difference.high) },
        })),
        foldMeans: foldMeans.map(number),
      },
    ]),
  );
}
