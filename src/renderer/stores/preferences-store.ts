import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

/** What this person prefers on this machine, for every workspace. */
interface Preferences {
  /** Metrics of a new Lab. */
  readonly metrics: readonly string[];
  /** List length and cutoff of a new Lab. */
  readonly k: number;
  /** The most that live evaluation may hold, in megabytes; null: the service decides by the memory there is. */
  readonly liveMemoryMb: number | null;
  readonly set: (patch: Partial<Pick<Preferences, 'metrics' | 'k' | 'liveMemoryMb'>>) => void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      metrics: ['ndcg@10', 'recall@10', 'mrr@10', 'hit_rate@10', 'coverage@10', 'novelty@10', 'ild@10'],
      k: 10,
      liveMemoryMb: null,
      set: (patch) => set(patch),
    }),
    { name: 'ranklab-preferences', version: 1, storage: createJSONStorage(() => window.localStorage) },
  ),
);
