import { create } from 'zustand';
import { currentState, goTo, markSaved, record, redo, seal, startHistory, undo, type History } from '../logic/history';
import { defaultDocument, type LabDocument } from '../logic/lab-document';
import { usePreferences } from './preferences-store';

/** The Lab's document and its history. The selected variant is view state (lab-view-store). */
interface LabStore {
  readonly history: History<LabDocument>;
  /** Applies a change; changes with the same key in one gesture become one entry. */
  readonly change: (update: (document: LabDocument) => LabDocument, mergeKey?: string) => void;
  readonly endGesture: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly goTo: (index: number) => void;
  readonly markSaved: () => void;
  readonly load: (history: History<LabDocument>) => void;
}

/** A new Lab with the user's defaults. */
export function freshLab(): History<LabDocument> {
  const { metrics, k } = usePreferences.getState();
  return startHistory({ ...defaultDocument(), metrics, k }, Date.now());
}

export const useLab = create<LabStore>()((set) => {
  const apply = (step: (history: History<LabDocument>) => History<LabDocument>): void => set(({ history }) => ({ history: step(history) }));
  return {
    history: freshLab(),
    change: (update, mergeKey) => apply((history) => record(history, update(currentState(history)), Date.now(), mergeKey ?? null)),
    endGesture: () => apply(seal),
    undo: () => apply(undo),
    redo: () => apply(redo),
    goTo: (index) => apply((history) => goTo(history, index)),
    markSaved: () => apply(markSaved),
    load: (history) => set({ history }),
  };
});

export const labDocument = (): LabDocument => currentState(useLab.getState().history);
export const useLabDocument = <Value>(select: (document: LabDocument) => Value): Value =>
  useLab(({ history }) => select(currentState(history)));
