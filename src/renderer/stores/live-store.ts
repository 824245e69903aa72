import { create } from 'zustand';
import type { LiveOutput, LivePlan } from '#shared/schemas/live';
import type { RecommendOutput } from '#shared/schemas/ranking';
import type { Failure } from '../logic/failure';

/** The newest results of the live loops. Superseded ones are never stored (pages/lab/logic/latest-only). */
interface LiveStore {
  /** Users and memory for the numbers; available before them. */
  readonly plan: LivePlan | null;
  /** The running preparation of candidates and signals, and its settings. */
  readonly preparing: { readonly purpose: string; readonly candidates: string; readonly jobId: string } | null;
  /** The user cancelled a preparation: none starts until requested. */
  readonly stopped: boolean;
  /** The current slider position cannot be measured without a preparation. */
  readonly unprepared: boolean;
  readonly output: LiveOutput | null;
  /** Keys of the variants that `output` describes, in its order. */
  readonly keys: readonly string[];
  /** Whether intervals and p-values are the exact ones. */
  readonly exact: boolean;
  readonly failure: Failure | null;
  /** Time of the slider position of `output`, on the page's clock. */
  readonly requestedAt: number | null;
  /** The challenger's last values of each metric, oldest first. */
  readonly trail: Readonly<Record<string, readonly number[]>>;
  readonly baselineList: RecommendOutput | null;
  readonly challengerList: RecommendOutput | null;
  readonly listFailure: Failure | null;
  /** Incremented when the user retries. */
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
  requestedAt: null,
  trail: {},
  baselineList: null,
  challengerList: null,
  listFailure: null,
  attempt: 0,
};

export const useLive = create<LiveStore>()(() => empty);
export const clearLive = (): void => useLive.setState(empty);
export const retryLive = (): void => useLive.setState(({ attempt }) => ({ attempt: attempt + 1, failure: null, listFailure: null }));
/** Restarts the cancelled preparation. */
export const prepareLive = (): void => useLive.setState(({ attempt }) => ({ attempt: attempt + 1, stopped: false, unprepared: false }));
