import { pairedT } from '../../evaluate/statistics/paired-t';
import { momentsOf } from '../../evaluate/statistics/moments';
import { blameStages, type Blame, type BlameStage } from './blame';

/** The parts that people ask about; filters act before the retrieval and after the pool. */
export const blameParts = ['filters', 'retrieval', 'pool', 'ranking'] as const;
export type BlamePart = (typeof blameParts)[number];

const filterStages = ['seen', 'unknown', 'category', 'column', 'creator'] as const satisfies readonly BlameStage[];
const stagesOf: Readonly<Record<BlamePart, readonly BlameStage[]>> = {
  filters: filterStages,
  retrieval: ['retrieval'],
  pool: ['pool'],
  ranking: ['ranking'],
};

interface Mean {
  readonly value: number;
  /** Student's interval of the mean over users; NaN below two users. */
  readonly low: number;
  readonly high: number;
}

export interface BlameSummary {
  /** Users with a value. */
  readonly userCount: number;
  readonly ideal: number;
  readonly achieved: number;
  readonly parts: readonly (Mean & { readonly part: BlamePart; readonly losingUserCount: number })[];
  /** The filters' part by filter. */
  readonly filters: readonly { readonly stage: (typeof filterStages)[number]; readonly value: number }[];
}

/** A smaller loss is rounding. */
const rounding = 1e-12;

/** What one user lost in a part. */
export const lostIn = ({ lost }: Blame, part: BlamePart, u: number): number =>
  stagesOf[part].reduce((sum, stage) => sum + lost[stage][u], 0);

/** Means over the users with a value; `users` are indices into the blame's columns. */
export function summarizeBlame(blame: Blame, users: Iterable<number>, level: number): BlameSummary {
  const valid = [...users].filter((u) => !Number.isNaN(blame.achieved[u]));
  const mean = (valueOf: (u: number) => number): number => momentsOf(valid.map(valueOf)).mean;
  return {
    userCount: valid.length,
    ideal: mean((u) => blame.ideal[u]),
    achieved: mean((u) => blame.achieved[u]),
    parts: blameParts.map((part) => {
      const values = valid.map((u) => lostIn(blame, part, u));
      const moments = momentsOf(values);
      const { low, high } = pairedT(moments, level).interval;
      return { part, value: moments.mean, low, high, losingUserCount: values.filter((value) => value > rounding).length };
    }),
    filters: filterStages.map((stage) => ({ stage, value: mean((u) => blame.lost[stage][u]) })),
  };
}

/** Sum over all stages: what the ideal list has and this one has not. */
export const missingOf = ({ lost }: Blame, u: number): number => blameStages.reduce((sum, stage) => sum + lost[stage][u], 0);
