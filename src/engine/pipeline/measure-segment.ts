import type { SegmentChoice } from '#shared/schemas/live';
import { RankLabError } from '#shared/errors';
import { throwIfCancelled } from '../core/cancellation';
import { compareSegments } from '../evaluate/segments/segments';
import type { Segment } from '../evaluate/segments/segment';
import { offeredSegmentations } from '../evaluate/segments/segmentations';
import type { MetricComparison } from '../model/evaluation';
import type { TaskContext } from '../ports';
import type { EvaluationBench } from './evaluation-bench';
import type { MeasureSettings } from './run-experiment';
import type { Measured, VariantOutcome } from './variant-outcome';

/** A segmentation of which more than this share of the users is in "other" (an id, a postcode) is not offered, though it can be requested. */
const largestRest = 0.5;

interface SegmentSize extends SegmentChoice {
  readonly userCount: number;
}

/**
 * All measurable groups of the bench's users, except segmentations that group next to nothing. A column of a long log takes a while, so other work
 * comes between the columns. @throws CANCELLED
 */
export async function segmentsOf(bench: EvaluationBench, context?: TaskContext): Promise<SegmentSize[]> {
  const ids = offeredSegmentations(bench.view.dataset);
  const sizes: SegmentSize[] = [];
  for (const [i, id] of ids.entries()) {
    throwIfCancelled(context);
    const { segments } = bench.segmentation(id);
    const isTelling = segments.every(({ users, isRest }) => isRest !== true || users.length <= largestRest * bench.qrels.users.length);
    if (isTelling) sizes.push(...segments.map(({ name, users }) => ({ segmentation: id, segment: name, userCount: users.length })));
    context?.report?.((i + 1) / ids.length, 'groups of users');
    await context?.yieldToEventLoop?.();
  }
  return sizes;
}

/** One group of a segmentation. @throws INVALID_ARGUMENT for an unknown segmentation, NOT_FOUND for an empty group. */
export function segmentOf(bench: EvaluationBench, { segmentation: id, segment }: SegmentChoice): Segment {
  const { segments, label } = bench.segmentation(id);
  const found = segments.find(({ name }) => name === segment);
  if (found) return found;
  throw new RankLabError('NOT_FOUND', `No test user is in the group “${segment.slice(0, 80)}” of ${label}`, {
    place: 'segment',
    value: segment.slice(0, 80),
    remedy: 'Choose another group of users, or all of them',
  });
}

interface MeasuredSegment extends Measured {
  readonly userCount: number;
  /** p-values of the other groups of the segmentation: the family of tests is corrected as a whole. */
  readonly otherGroups: readonly MetricComparison[];
}

/**
 * The measurement restricted to one group. Exact: every group of the segmentation is tested and counted in the correction, whichever group is shown.
 * Quick: only the group. @throws INVALID_ARGUMENT for an unknown segmentation, NOT_FOUND for an empty group.
 */
export function measureSegment(
  bench: EvaluationBench,
  settings: MeasureSettings,
  { specs, outcomes, runs, signals, signalNotices }: Measured,
  choice: SegmentChoice,
): MeasuredSegment {
  const segment = segmentOf(bench, choice);
  const segmentation = bench.segmentation(choice.segmentation);
  const results = compareSegments({
    runs: outcomes.map(({ run }) => run),
    qrels: bench.qrels,
    specs,
    context: bench.context,
    segmentations: [settings.quick ? { ...segmentation, segments: [segment] } : segmentation],
    settings: { ...settings.statistics, seed: settings.seed, quick: settings.quick ?? false },
    options: outcomes.map(({ options }) => options),
  });
  const found = results.find((result) => result.segment === choice.segment);
  if (!found) throw new RankLabError('INTERNAL', 'The group was not measured');
  const tested = results.flatMap(({ comparisons }) => comparisons.flat()).filter(({ pValue }) => pValue !== undefined);
  return {
    specs,
    runs,
    signals,
    signalNotices,
    outcomes: outcomes.map(({ lists: _ofAll, ...outcome }, v): VariantOutcome => ({
      ...outcome,
      evaluation: found.evaluations[v],
      comparisons: v === 0 ? [] : found.comparisons[v - 1],
    })),
    familySize: tested.length,
    otherGroups: results.flatMap((result) => (result === found ? [] : result.comparisons.flat())),
    userCount: segment.users.length,
  };
}
