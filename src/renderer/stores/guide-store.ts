import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

/** Steps whose being done nothing but this list remembers. */
type MarkedStep = 'compare' | 'export';

interface Guide {
  readonly dismissed: boolean;
  /** By workspace path. */
  readonly done: Readonly<Record<string, readonly MarkedStep[]>>;
}

/** The first steps on Home: what was done in which workspace, and whether the list is shown. Kept on this machine. */
export const useGuide = create<Guide>()(
  persist((): Guide => ({ dismissed: false, done: {} }), {
    name: 'ranklab-guide',
    version: 1,
    storage: createJSONStorage(() => window.localStorage),
  }),
);

export function markStep(workspace: string, step: MarkedStep): void {
  const { done } = useGuide.getState();
  const before = done[workspace] ?? [];
  if (!before.includes(step)) useGuide.setState({ done: { ...done, [workspace]: [...before, step] } });
}

export function showGuide(shown: boolean): void {
  useGuide.setState({ dismissed: !shown });
}
