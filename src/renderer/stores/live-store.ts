import { create } from 'zustand';
import type { LiveOutput, LivePlan } from '#shared/schemas/live';
import type { RecommendOutput } from '#shared/schemas/ranking';
import type { Failure } from '../logic/failure';

/** The newest answers of the live loops. Stale ones never get here (pages/lab/logic/latest-only). */
interface LiveStore {
  /** Users and memory that the numbers will take; there before they are. */
  readonly plan: LivePlan | null;
  /** Candidates and signals in the making, and what they are for. */
  readonly preparing: { readonly purpose: string; readonly candidates: string; readonly jobId: string } | null;
  /** The person cancelled a preparation: none begins until they ask for it. */
  readonly stopped: boolean;
  /** Where the sliders are now cannot be measured for want of a preparation. */
  readonly unprepared: boolean;
  readonly output: LiveOutput | null;
  /** Keys of the variants that `output` describes, in its order. */
  readonly keys: readonly string[];
  /** Whether intervals and p-values are the exact ones. */
  readonly exact: boolean;
  readonly failure: Failure | null;
  /** When the position of the sliders that `output` belongs to was taken, on the page's clock. */
  readonly askedAt: number | null;
  /** The challenger's last values of each metric, oldest first. */
  readonly trail: Readonly<Record<string, readonly number[]>>;
  readonly baselineList: RecommendOutput | null;
  readonly challengerList: RecommendOutput | null;
  readonly listFailure: Failure | null;
  /** Grows when the person asks to try again. */
  readonly attempt: number;
}

const empty: LiveStore = {
  plan: null,
  preparing: null,
  stopped: false,
  unprepared: false,
  output: null,
  keys: [],
  exact: false,
  failure: null,
  askedAt: null,
  trail: {},
  baselineList: null,
  challengerList: null,
  listFailure: null,
  attempt: 0,
};

export const useLive = create<LiveStore>()(() => empty);
export const clearLive = (): void => useLive.setState(empty);
export const retryLive = (): void => useLive.setState(({ attempt }) => ({ attempt: attempt + 1, failure: null, listFailure: null }));
/** Begins the preparation that was given up. */
export const prepareLive = (): void => useLive.setState(({ attempt }) => ({ attempt: attempt + 1, stopped: false, unprepared: false }));
