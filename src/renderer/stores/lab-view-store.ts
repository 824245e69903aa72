import type { Effect } from '#shared/forest-scale';
import type { SegmentChoice } from '#shared/schemas/live';
import { create } from 'zustand';

export type ContextKind = 'user' | 'query' | 'video';

/** View state of the Lab: not part of undo, but saved with the document. */
interface LabView {
  /** Key of the variant whose sliders are shown. */
  readonly edited: string;
  /** Key of the variant compared with the baseline. */
  readonly challenger: string;
  readonly contextKind: ContextKind;
  readonly userId: string | null;
  readonly query: string;
  readonly videoId: string | null;
  /** The group of users that is measured; null: all of them. */
  readonly segment: SegmentChoice | null;
  /** Unit of the differences in the forest plot. */
  readonly effect: Effect;
  /** Locked sliders as `variant key/signal`. */
  readonly locked: readonly string[];
}

interface LabViewStore extends LabView {
  readonly show: (patch: Partial<LabView>) => void;
  readonly toggleLock: (slot: string) => void;
}

export const initialView: LabView = {
  edited: 'v2',
  challenger: 'v2',
  contextKind: 'user',
  userId: null,
  query: '',
  videoId: null,
  segment: null,
  effect: 'relative',
  locked: [],
};

const changes = (view: LabView, patch: Partial<LabView>): boolean =>
  (Object.keys(patch) as (keyof LabView)[]).some((part) => patch[part] !== view[part]);

export const useLabView = create<LabViewStore>()((set) => ({
  ...initialView,
  // Skip no-op updates to avoid re-rendering: the view is checked for missing variants after every slider step.
  show: (patch) => set((view) => (changes(view, patch) ? patch : view)),
  toggleLock: (slot) =>
    set(({ locked }) => ({ locked: locked.includes(slot) ? locked.filter((other) => other !== slot) : [...locked, slot] })),
}));
