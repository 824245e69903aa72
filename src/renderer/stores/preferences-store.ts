import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

/** What this person prefers on this machine, for every workspace. */
interface Preferences {
  /** Metrics of a new Lab. */
  readonly metrics: readonly string[];
  /** List length and cutoff of a new Lab. */
  readonly k: number;
  readonly set: (patch: Partial<Pick<Preferences, 'metrics' | 'k'>>) => void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      metrics: ['ndcg@10', 'recall@10', 'mrr@10', 'hit_rate@10', 'coverage@10', 'novelty@10', 'ild@10'],
      k: 10,
      set: (patch) => set(patch),
    }),
    { name: 'ranklab-preferences', version: 1, storage: createJSONStorage(() => window.localStorage) },
  ),
);
