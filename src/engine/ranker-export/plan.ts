import type { Normalization } from '#shared/schemas/variant';
import type { SignalInput } from '../model/candidates';

/** Where a term comes from. */
export type TermSource = SignalInput;

/** One signal of the variant with a weight. */
export interface RankerTerm {
  readonly signal: string;
  /** The signal's id as a field name: letters, digits and underscores. */
  readonly field: string;
  readonly source: TermSource;
  readonly weight: number;
  /** Fixed scale for engines that do not see the whole pool: (value − low) / span. A span of 0: the signal never varies. */
  readonly low: number;
  readonly span: number;
  /** No value lies outside of these. */
  readonly minimum: number;
  readonly maximum: number;
  /** How often what it needs must be refreshed, and why. */
  readonly refresh: string;
}

/**
 * How a formula brings signals to one scale. `pool`: as RankLab does, over the candidates of the list. `fixed`: constants, the
 * mean scale of the test users' pools. `floor`: min-max over the candidates, but the lowest value counts .001 (OpenSearch).
 */
export type Scaling = 'pool' | 'fixed' | 'floor';

/** One item as the engine must hold it. */
export interface ExportItem {
  readonly id: string;
  /** The order of the catalogue, which decides between equal scores. */
  readonly row: number;
  readonly categories: readonly string[];
  readonly creator: string | null;
  /** Values of the `item` terms, by field. */
  readonly values: Readonly<Record<string, number>>;
  /** Unit content vector and latent vector; undefined where the item has none, which counts as 0. */
  readonly profile?: Float32Array;
  readonly factors?: Float32Array;
}

/** What a request says about its user. */
export interface ExportRequest {
  readonly user: string;
  readonly profile?: Float32Array;
  readonly factors?: Float32Array;
  /** Share of the user's history per category and per creator. */
  readonly categories?: Readonly<Record<string, number>>;
  readonly creators?: Readonly<Record<string, number>>;
}

interface TestCandidate {
  readonly id: string;
  /** Score of the merge of candidate sources. */
  readonly mergeScore: number;
  /** Raw values in the order of the plan's terms. */
  readonly values: Float32Array;
}

/** A pool with the order that each scaling must give. */
export interface TestPool {
  readonly request: ExportRequest;
  readonly candidates: readonly TestCandidate[];
  readonly expected: Readonly<Partial<Record<Scaling, readonly string[]>>>;
}

/** What does not reach the engine, or not exactly. */
export interface Loss {
  readonly what: string;
  readonly kind: 'lost' | 'approximated' | 'yours';
  /** What that means and what to do. */
  readonly detail: string;
}

/** How far a formula's lists agree with the variant's on all test users. */
export interface RankAgreement {
  readonly scaling: Scaling;
  readonly users: number;
  /** Rank-biased overlap with p = .9, and Kendall's τ over the common items, of the first `depth` positions; means over users. */
  readonly rbo: number;
  readonly tau: number;
  readonly depth: number;
  /** Share of users whose first ten are the same in the same order. */
  readonly sameTopTen: number;
}

export interface RankerPlan {
  readonly variant: string;
  readonly terms: readonly RankerTerm[];
  readonly normalization: Normalization;
  readonly poolSize: number;
  readonly filters: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly maxPerCreator: number | null;
  };
  readonly dimensions: { readonly profile?: number; readonly factors?: number };
  readonly losses: readonly Loss[];
  readonly agreement: readonly RankAgreement[];
  readonly itemCount: number;
  readonly userCount: number;
  items(): Iterable<ExportItem>;
  users(): Iterable<ExportRequest>;
  readonly pools: readonly TestPool[];
}

/** Whether a term of one of these sources is part of the formula. */
export const hasSource = ({ terms }: Pick<RankerPlan, 'terms'>, ...sources: readonly TermSource[]): boolean =>
  terms.some(({ source }) => sources.includes(source));
