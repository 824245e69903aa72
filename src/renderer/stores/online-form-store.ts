import { create } from 'zustand';

export interface PlannedArm {
  /** Of a stored variant. */
  readonly variant: string;
  readonly share: number;
}

/** Fractions, not percent. */
export interface PlannedSize {
  readonly baselineRate: number;
  readonly lift: number;
  readonly power: number;
}

/** The online experiment being planned. Kept when the page is left. */
interface OnlineFormState {
  readonly id: string;
  readonly arms: readonly PlannedArm[];
  readonly kinds: readonly string[];
  /** Null: no planned end. */
  readonly plan: PlannedSize | null;
  readonly update: (patch: Partial<Pick<OnlineFormState, 'id' | 'arms' | 'kinds' | 'plan'>>) => void;
  readonly reset: () => void;
}

const initial = { id: '', arms: [], kinds: [], plan: null };

export const useOnlineForm = create<OnlineFormState>()((set) => ({
  ...initial,
  update: (patch) => set(patch),
  reset: () => set(initial),
}));
