import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { subtask } from '#engine/core/cancellation';
import type { MeasuredSetting, MetricValue } from '#engine/pipeline/sweep/measure-setting';
import { runSweep } from '#engine/pipeline/sweep/run-sweep';
import { timeSteps } from '#engine/pipeline/sweep/time-steps';
import type { Cancellation, TaskContext } from '#engine/ports';
import type { BuildSettings } from '#shared/schemas/model';
import type { SweepInput, SweepOutput } from '#shared/schemas/sweep';
import { sharedThread } from '../jobs/shared-thread';
import type { StateStore } from '../storage/files/state-store';
import type { Experiments } from './experiments';

export interface SweepWorkspace {
  readonly experiments: Pick<Experiments, 'validation' | 'completed'>;
  readonly store: { readonly state: Pick<StateStore, 'load' | 'save'> };
}

interface SweepOptions {
  /** Ends the sweep with the best so far. */
  readonly stop?: Cancellation;
  /** Default: those of the workspace. */
  readonly models?: BuildSettings;
  /** How often measured settings are stored. */
  readonly saveEveryMs?: number;
  readonly context?: TaskContext;
}

/** Document that keeps the settings of a running sweep, for one that is interrupted. */
const stateKey = 'sweep';

interface SavedSweep {
  readonly sweep: string;
  readonly settings: readonly (readonly [key: string, setting: MeasuredSetting])[];
}

/**
 * Sweeps a variant's settings on the validation part. Measured settings are kept in the workspace until the sweep ends, so that the same
 * sweep goes on where a crash or Cancel interrupted it. `stop` ends it with the best so far.
 */
export async function sweep(
  { experiments, store }: SweepWorkspace,
  asked: SweepInput,
  { stop, models, saveEveryMs = 2_000, context }: SweepOptions = {},
): Promise<SweepOutput> {
  const input = { ...asked, variant: await experiments.completed(asked.variant, sweptSignals(asked)) };
  const { bench, side, build, conventions } = await experiments.validation(
    { ...input, ...(models && { models }) },
    subtask(context, 0, 0.1),
  );
  const id = fingerprintOf('sweep settings', JSON.stringify([input, build]), bench.view.dataset.fingerprint, side.fingerprint);
  const known = restored(await store.state.load(stateKey), id);
  const settings = new Map(known);
  let savedAtMs = performance.now();
  let saving: Promise<void> | undefined;
  const save = (): Promise<void> => store.state.save(stateKey, { sweep: id, settings: [...settings] });
  const steps = timeSteps(bench.view, bench.view.dataset, side.split?.validation ?? new Int32Array(0), input.relevance, {
    count: input.folds,
    excludeSeen: input.variant.candidates.removeSeen,
  });
  const host = {
    bench,
    steps,
    known,
    ...(stop && { stop }),
    measured: (key: string, setting: MeasuredSetting): void => {
      settings.set(key, setting);
      if (saving || performance.now() - savedAtMs < saveEveryMs) return;
      savedAtMs = performance.now();
      saving = save()
        .catch(() => {}) // the next one, or the last one below, fails in sight
        .finally(() => (saving = undefined));
    },
  };
  try {
    const output = await runSweep(host, input, subtask(sharedThread(context), 0.1, 1));
    await saving;
    await store.state.save(stateKey, null);
    return { ...output, conventions: conventions([...input.objectives, ...input.guards.map(({ metric }) => metric)], 0) };
  } catch (error) {
    await saving;
    if (settings.size > known.size) await save();
    throw error;
  }
}

const weightPath = 'weights.';

/** Signals whose weight is varied: the variant need not weigh them yet. */
export const sweptSignals = ({ parameters }: Pick<SweepInput, 'parameters'>): string[] =>
  parameters.flatMap(({ path }) => (path.startsWith(weightPath) ? [path.slice(weightPath.length)] : []));

/** The settings of an interrupted sweep, if it was this one. JSON has no NaN: null stands for it. */
function restored(saved: unknown, id: string): Map<string, MeasuredSetting> {
  const document = saved as SavedSweep | null | undefined;
  if (document?.sweep !== id) return new Map();
  const number = (value: number | null): number => value ?? NaN;
  const known = ({ spec, value }: MetricValue): MetricValue => ({ spec, value: number(value) });
  return new Map(
    document.settings.map(([key, { metrics, earlier }]) => [
      key,
      {
        metrics: metrics.map(({ difference, ...metric }) => ({
          ...known(metric),
          difference: difference && { value: number(difference.value), low: number(difference.low), high: number(difference.high) },
        })),
        earlier: earlier.map((values) => values.map(known)),
      },
    ]),
  );
}
