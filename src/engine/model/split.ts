import type { Fingerprint } from '#shared/ids';
import type { TimeTies } from '#shared/schemas/conventions';

/** A partition of a dataset's interactions. Parts hold positions into the InteractionTable, ascending. */
export interface Split {
  /** Registry id: "time", "leave-last", "random", … */
  readonly id: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly train: Int32Array;
  /** Empty unless a validation part was asked for. */
  readonly validation: Int32Array;
  readonly test: Int32Array;
  /** Interactions that belong to no part (users held out, k-core), so that parts + unused = all. */
  readonly unused: Int32Array;
  /**
   * The part of `unused` that belongs to users held out of training but may be used as their history when recommending
   * to them ("strong generalisation"); no model is fitted on it. Absent for splits without held-out users.
   */
  readonly foldIn?: Int32Array;
  /** Latest timestamp in `train` (ms); NaN without timestamps. Features must not have seen past it. */
  readonly trainEndMs: number;
  /** Earliest timestamp in `test` (ms); NaN without timestamps. */
  readonly testStartMs: number;
  /** True when no test interaction of any user is older than the newest training interaction. */
  readonly respectsTime: boolean;
  /** For splits that cut users' histories: how many cuts fall between equal timestamps, and the rule that decides there. */
  readonly timeTies?: {
    readonly rule: TimeTies;
    readonly cutUsers: number;
    readonly tiedUsers: number;
    /** Users who stay in training because their whole history has one timestamp (rule `all`). */
    readonly wholeUsers: number;
  };
  /** Dataset fingerprint + id + params. */
  readonly fingerprint: Fingerprint;
}
