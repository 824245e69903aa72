import { isRankLabError } from '#shared/errors';
import type { SignalDefinitions } from '#shared/schemas/signal';
import { parseParams } from '../core/registry';
import type { TrainingView } from '../model/training-view';
import { DefinedSignals, withWhatTheyRead } from './defined-signals';
import { signalRegistry } from './registry';

const known = new WeakMap<TrainingView, Map<string, Promise<string | undefined>>>();

/** What keeps a view from having a defined signal, in one sentence; undefined when nothing does. */
export function whyUnavailable(view: TrainingView, id: string, definitions: SignalDefinitions): Promise<string | undefined> {
  const answers = known.get(view) ?? new Map<string, Promise<string | undefined>>();
  known.set(view, answers);
  const key = JSON.stringify([id, definitions]);
  let answer = answers.get(key);
  if (!answer) {
    answer = tried(view, id, definitions);
    answers.set(key, answer);
  }
  return answer;
}

async function tried(view: TrainingView, id: string, definitions: SignalDefinitions): Promise<string | undefined> {
  try {
    await new DefinedSignals(view, withWhatTheyRead([id], definitions), (registered) => {
      const entry = signalRegistry.get(registered);
      return entry.prepare(view, parseParams(entry, {}, registered));
    }).prepare(id);
    return undefined;
  } catch (error) {
    if (isRankLabError(error)) return error.message;
    throw error;
  }
}
