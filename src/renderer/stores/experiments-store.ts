import { create } from 'zustand';

/** View state of the Experiments page. */
interface ExperimentsState {
  readonly search: string;
  /** Ids of runs ticked for comparison, in the order of ticking. */
  readonly ticked: readonly string[];
  readonly opened: string | null;
  /** Runs pending deletion: hidden at once, deleted when the undo period has passed. */
  readonly leaving: readonly string[];
  readonly update: (patch: Partial<ExperimentsState>) => void;
  readonly tick: (id: string) => void;
}

export const useExperimentsView = create<ExperimentsState>()((set) => ({
  search: '',
  ticked: [],
  opened: null,
  leaving: [],
  update: (patch) => set(patch),
  tick: (id) => set(({ ticked }) => ({ ticked: ticked.includes(id) ? ticked.filter((other) => other !== id) : [...ticked, id] })),
}));
