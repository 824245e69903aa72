import type { ExperimentConfig, ExperimentResult } from '#shared/schemas/experiment';
import { compareSegments, losingSegments, type SegmentResult } from '../evaluate/segments/segments';
import { comparisonToWire } from '../evaluate/to-wire';
import type { EvaluationBench } from './evaluation-bench';
import { coldUsersOf } from '../candidates/cold-start/cold-start';
import { variantResult, type Measured } from './variant-outcome';

type Outcomes = Pick<Measured, 'specs' | 'outcomes'>;

/** From this share on, cold or warm users are told apart whether asked for or not. */
const leastWarmthShare = 0.05;

/** How many of the judged users have a training history, and how many have none. */
export function warmthCounts({ qrels, view }: Pick<EvaluationBench, 'qrels' | 'view'>): { readonly warm: number; readonly cold: number } {
  const mask = coldUsersOf(view);
  const cold = qrels.users.reduce((sum, user) => sum + mask[user], 0);
  return { warm: qrels.users.length - cold, cold };
}

/** Whether a mean over all users hides two groups: either is at least 5% of them. */
const mixesWarmAndCold = ({ warm, cold }: { readonly warm: number; readonly cold: number }): boolean =>
  Math.min(warm, cold) >= leastWarmthShare * (warm + cold);

type SegmentWire = NonNullable<ExperimentResult['segments']>[number];
type Settings = Pick<ExperimentConfig, 'statistics' | 'seed'>;

const compareGroups = (
  bench: EvaluationBench,
  { statistics, seed }: Settings,
  { specs, outcomes }: Outcomes,
  ids: readonly string[],
): SegmentResult[] =>
  compareSegments({
    runs: outcomes.map(({ run }) => run),
    qrels: bench.qrels,
    specs,
    context: bench.context,
    segmentations: ids.map((id) => bench.segmentation(id)),
    settings: { ...statistics, seed },
    options: outcomes.map(({ options }) => options),
  });

const segmentToWire = (
  { segmentation, segment, userCount, family, evaluations, comparisons }: SegmentResult,
  outcomes: Measured['outcomes'],
): SegmentWire => ({
  segmentation,
  segment,
  userCount,
  family,
  variants: outcomes.map(({ name }, v) =>
    variantResult({ name, evaluation: evaluations[v], comparisons: v === 0 ? [] : comparisons[v - 1] }),
  ),
});

/** Warm and cold users apart, where a mean over both would hide either; nothing elsewhere. */
export const compareWarmth = (bench: EvaluationBench, settings: Settings, measured: Outcomes): SegmentWire[] | undefined =>
  mixesWarmAndCold(warmthCounts(bench))
    ? compareGroups(bench, settings, measured, ['warmth']).map((result) => segmentToWire(result, measured.outcomes))
    : undefined;

/** The same measurements within groups of users, and which groups a variant hurts. */
export function measureSegments(
  bench: EvaluationBench,
  config: ExperimentConfig,
  { specs, outcomes }: Measured,
): Pick<ExperimentResult, 'segments' | 'losers'> {
  const familyOf = (ids: readonly string[]): SegmentResult[] => compareGroups(bench, config, { specs, outcomes }, ids);
  // Warm and cold users are told apart unasked, in a family of their own: nobody's verdict changes by it.
  const additional = mixesWarmAndCold(warmthCounts(bench)) && !config.segments.includes('warmth') ? ['warmth'] : [];
  const results = [config.segments, additional].flatMap((ids) => (ids.length > 0 ? familyOf(ids) : []));
  const losers = losingSegments(
    results,
    outcomes.slice(1).map(({ comparisons }) => comparisons),
  );
  return {
    segments: results.map((result) => segmentToWire(result, outcomes)),
    losers: losers.map(({ segmentation, segment, userCount, variant, comparison }) => ({
      segmentation,
      segment,
      userCount,
      variant: outcomes[variant + 1].name,
      comparison: comparisonToWire(comparison),
    })),
  };
}
