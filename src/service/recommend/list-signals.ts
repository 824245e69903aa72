import type { TrainingView } from '#engine/model/training-view';
import { signalRegistry } from '#engine/rerank/registry';
import { whyUnavailable } from '#engine/rerank/signal-availability';
import type { RecommendOutput } from '#shared/schemas/ranking';
import type { SignalDefinitions } from '#shared/schemas/signal';
import type { Variant } from '#shared/schemas/variant';
import { completeVariant, offeredIds } from '../signals/complete-variants';

type Unavailable = NonNullable<RecommendOutput['unavailableSignals']>;

/**
 * The variant of a list with all its definitions. Where it is looked into (the evaluation side), the workspace's other signals
 * are computed too, so that the list can say what each would change; those that the data cannot feed are left out and named.
 */
export async function listVariant(
  view: TrainingView,
  variant: Variant,
  workspace: SignalDefinitions,
  side: 'serving' | 'evaluation',
): Promise<{ readonly variant: Variant; readonly unavailable: Unavailable }> {
  const unavailable: Unavailable = [];
  const weighed = completeVariant(variant, workspace);
  const offered: string[] = [];
  if (side === 'evaluation') {
    const known = { ...workspace, ...variant.signals };
    for (const id of offeredIds(known)) {
      const because =
        weighed.signals && id in weighed.signals && variant.weights[id] !== undefined ? undefined : await whyUnavailable(view, id, known);
      if (because === undefined) offered.push(id);
      else unavailable.push({ signal: id, because });
    }
  }
  return { variant: completeVariant(variant, workspace, offered), unavailable: [...registeredUnavailable(view), ...unavailable] };
}

/** By view, because some signals look through all interactions. */
const found = new WeakMap<TrainingView, Unavailable>();

function registeredUnavailable(view: TrainingView): Unavailable {
  let unavailable = found.get(view);
  if (!unavailable) {
    unavailable = signalRegistry.list().flatMap((signal) => {
      const because = signal.unavailableBecause(view);
      return because === undefined ? [] : [{ signal: signal.id, because }];
    });
    found.set(view, unavailable);
  }
  return unavailable;
}
