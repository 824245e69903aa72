import { create } from 'zustand';

export interface PlannedArm {
  /** Of a stored variant. */
  readonly variant: string;
  readonly share: number;
}

/** The online experiment being planned. Kept when the page is left. */
interface OnlineFormState {
  readonly id: string;
  readonly arms: readonly PlannedArm[];
  readonly kinds: readonly string[];
  readonly update: (patch: Partial<Pick<OnlineFormState, 'id' | 'arms' | 'kinds'>>) => void;
  readonly reset: () => void;
}

const initial = { id: '', arms: [], kinds: [] };

export const useOnlineForm = create<OnlineFormState>()((set) => ({
  ...initial,
  update: (patch) => set(patch),
  reset: () => set(initial),
}));
