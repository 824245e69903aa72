import type { StatisticsSettings } from '#shared/schemas/experiment';
import { compareSegments } from '../../evaluate/segments/segments';
import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import type { MetricComparison } from '../../model/evaluation';
import type { EvaluationBench } from '../evaluation-bench';
import type { MeasuredRun } from '../measured-run';
import type { Mover } from './movers';

/** A group of users, and how one metric changes in it between two variants. */
export interface MovedSegment {
  readonly segmentation: string;
  readonly segment: string;
  readonly userCount: number;
  readonly gainedCount: number;
  readonly lostCount: number;
  /** Corrected over all groups asked for together. */
  readonly comparison: MetricComparison;
}

interface Asked {
  readonly spec: MetricSpec;
  /** Of both variants, by `spec`. */
  readonly measured: readonly [MeasuredRun, MeasuredRun];
  readonly movers: readonly Mover[];
  /** −1 where a lower value is better. */
  readonly sign: 1 | -1;
  /** Ids of segmentations. */
  readonly segmentations: readonly string[];
  readonly settings: StatisticsSettings & { readonly seed: number };
}

const verdictOrder = { worse: 0, undecided: 1, better: 2 } as const;

/**
 * Every group of the segmentations, worst first: by verdict, then by damage, the difference times the users it is measured on.
 * The comparisons and their correction are those of an experiment with this one metric. @throws INVALID_ARGUMENT for an unknown segmentation.
 */
export function movedSegments(bench: EvaluationBench, { spec, measured, movers, sign, segmentations, settings }: Asked): MovedSegment[] {
  if (segmentations.length === 0) return [];
  const chosen = segmentations.map((id) => bench.segmentation(id));
  const results = compareSegments({
    runs: measured.map(({ run }) => run),
    qrels: bench.qrels,
    specs: [spec],
    context: bench.context,
    segmentations: chosen,
    settings,
    options: measured.map(({ options }) => options),
  });
  const differenceOf = new Map(movers.map(({ user, difference }) => [bench.qrels.users[user], sign * difference]));
  const members = chosen.flatMap(({ segments }) => segments.map(({ users }) => users));
  const groups = results.map(({ segmentation, segment, userCount, comparisons }, g): MovedSegment => {
    const differences = Array.from(members[g], (user) => differenceOf.get(user) ?? 0);
    return {
      segmentation,
      segment,
      userCount,
      gainedCount: differences.filter((difference) => difference > 0).length,
      lostCount: differences.filter((difference) => difference < 0).length,
      comparison: comparisons[0][0],
    };
  });
  const damage = ({ comparison: { difference, pairCount } }: MovedSegment): number => (sign * difference || 0) * pairCount;
  return groups.sort(
    (a, b) => verdictOrder[a.comparison.verdict] - verdictOrder[b.comparison.verdict] || damage(a) - damage(b) || b.userCount - a.userCount,
  );
}
