import type { TaskContext } from '../ports';

/** For whom a service scores: a user, or the seed video of a list. */
export interface ScoringContext {
  readonly user?: string;
  readonly video?: string;
  /** The newest videos that the user watched in the training period, the newest first. */
  readonly history?: readonly string[];
}

/** Videos to be scored in one context, by their ids. */
export interface ScoringCall {
  readonly context: ScoringContext;
  readonly items: readonly string[];
}

/** How a service is asked. */
export interface ScoringSettings {
  readonly url: string;
  /** Of the model behind the address; part of the cache's key. */
  readonly version: string;
  /** Name of the environment variable with the bearer token. */
  readonly tokenFrom?: string | undefined;
  /** Most pairs of a context and a video in one request. */
  readonly batchPairs: number;
  readonly concurrency: number;
  /** Of one attempt, with its answer. */
  readonly timeoutSeconds: number;
  /** Attempts after the first one. */
  readonly retries: number;
  readonly usdPer1000: number;
}

/** What a service has been asked since the workspace was opened. */
export interface ScoringUsage {
  readonly requests: number;
  readonly retries: number;
  readonly scoredPairs: number;
  /** Pairs that were known from earlier answers. */
  readonly cachedPairs: number;
  /** Of a request with its answer; 0 before any. */
  readonly medianMilliseconds: number;
  readonly usd: number;
}

/** Services that score videos. */
export interface ScoringService {
  /**
   * One list per call, aligned with its items; NaN where the service has no score. Earlier answers are not asked for again.
   * @throws PROVIDER_FAILED naming the address, CANCELLED
   */
  score(calls: readonly ScoringCall[], settings: ScoringSettings, context?: TaskContext): Promise<Float32Array[]>;
  usage(settings: Pick<ScoringSettings, 'url' | 'version'>): ScoringUsage;
}
