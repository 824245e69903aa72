import { create } from 'zustand';
import type { LivePlan } from '#shared/schemas/live';

interface LensStore {
  /** The metric whose definitions are being compared; null while none are. */
  readonly spec: string | null;
  /** The plan, if candidates and signals are missing. */
  readonly plan: LivePlan | null;
  /** The job that prepares and measures them; null while there is none. */
  readonly jobId: string | null;
}

const closed: LensStore = { spec: null, plan: null, jobId: null };

export const useLens = create<LensStore>()(() => closed);
export const openLens = (spec: string): void => useLens.setState({ ...closed, spec });
export const closeLens = (): void => useLens.setState(closed);
