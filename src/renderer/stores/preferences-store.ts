import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

/** The user's preferences on this machine, for all workspaces. */
interface Preferences {
  /** Metrics of a new Lab. */
  readonly metrics: readonly string[];
  /** List length and cutoff of a new Lab. */
  readonly k: number;
  /** Memory limit of live evaluation in megabytes; null: the service chooses by available memory. */
  readonly liveMemoryMb: number | null;
  /** Columns of the Experiments page; null: the metrics that most runs have. */
  readonly experimentColumns: readonly string[] | null;
  readonly set: (patch: Partial<Pick<Preferences, 'metrics' | 'k' | 'liveMemoryMb' | 'experimentColumns'>>) => void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      metrics: ['ndcg@10', 'recall@10', 'mrr@10', 'hit_rate@10', 'coverage@10', 'novelty@10', 'ild@10'],
      k: 10,
      liveMemoryMb: null,
      experimentColumns: null,
      set: (patch) => set(patch),
    }),
    { name: 'ranklab-preferences', version: 1, storage: createJSONStorage(() => window.localStorage) },
  ),
);
