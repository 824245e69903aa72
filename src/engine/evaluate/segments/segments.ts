import type { Evaluation, MetricComparison } from '../../model/evaluation';
import type { EvaluationContext } from '../../model/evaluation-context';
import type { Qrels, Run } from '../../model/run';
import { compareEvaluations, type CompareSettings } from '../comparison/compare';
import { evaluateRun, type EvaluateOptions } from '../evaluate-run';
import type { MetricSpec } from '../metrics/metric-spec';
import { restrictQrels } from '../judgements/restrict-qrels';
import type { Segmentation } from './segmentations';
import { adjustFamily } from '../comparison/verdict';

/** Correction of the verdicts within groups, independent of the experiment's correction. */
export const segmentCorrection = 'benjamini-hochberg';

/** Measurements of one segment: the baseline and every variant on the same users. */
export interface SegmentResult {
  readonly segmentation: string;
  readonly segment: string;
  readonly userCount: number;
  /** Correction of its verdicts, and the number of tests. */
  readonly family: { readonly correction: string; readonly size: number };
  /** Baseline first, then the variants. */
  readonly evaluations: readonly Evaluation[];
  /** Per variant, corrected over all segments, variants and metrics. */
  readonly comparisons: readonly (readonly MetricComparison[])[];
}

interface SegmentRequest {
  /** Baseline first. */
  readonly runs: readonly Run[];
  readonly qrels: Qrels;
  readonly specs: readonly MetricSpec[];
  readonly context: EvaluationContext;
  readonly segmentations: readonly Segmentation[];
  readonly settings: CompareSettings;
  /** By run. */
  readonly options?: readonly EvaluateOptions[];
}

/**
 * Metrics and comparisons within every segment. Looking at many segments finds losers by chance, so the family is every
 * (segment, variant, metric) tested. Its false discovery rate is controlled (Benjamini & Hochberg 1995), independent of the experiment's correction:
 * the question is which segments lose, not whether any does.
 */
export function compareSegments({ runs, qrels, specs, context, segmentations, settings: asked, options }: SegmentRequest): SegmentResult[] {
  const groupCount = segmentations.reduce((sum, { segments }) => sum + segments.length, 0);
  const settings = { ...asked, testCount: groupCount * specs.length * (runs.length - 1) };
  const measured = segmentations.flatMap((segmentation) =>
    segmentation.segments.map((segment) => {
      const part = restrictQrels(qrels, segment.users);
      const evaluations = runs.map((run, r) => evaluateRun(run, part, specs, context, options?.[r]));
      const comparisons = evaluations.slice(1).map((variant) => compareEvaluations(evaluations[0], variant, settings));
      return { segmentation: segmentation.id, segment: segment.name, userCount: part.users.length, evaluations, comparisons };
    }),
  );
  const family = adjustFamily(
    measured.flatMap(({ comparisons }) => comparisons.flat()),
    { correction: segmentCorrection, confidence: settings.confidence },
  );
  const size = family.filter(({ pValue }) => pValue !== undefined).length;
  let start = 0;
  return measured.map((result) => ({
    ...result,
    family: { correction: segmentCorrection, size },
    comparisons: result.comparisons.map((list) => family.slice(start, (start += list.length))),
  }));
}

/** A segment for which a variant is worse although its overall mean is better or not worse. */
interface LosingSegment {
  readonly segmentation: string;
  readonly segment: string;
  readonly userCount: number;
  /** Index among the variants. */
  readonly variant: number;
  readonly comparison: MetricComparison;
}

/** @param overall per variant, the comparisons over all users. Largest damage, in users times difference, first. */
export function losingSegments(results: readonly SegmentResult[], overall: readonly (readonly MetricComparison[])[]): LosingSegment[] {
  const losers = results.flatMap(({ comparisons, segmentation, segment, userCount }) =>
    comparisons.flatMap((list, variant) =>
      list
        .filter(({ verdict, spec }) => verdict === 'worse' && overall[variant]?.find((whole) => whole.spec === spec)?.verdict !== 'worse')
        .map((comparison): LosingSegment => ({ segmentation, segment, userCount, variant, comparison })),
    ),
  );
  const damage = ({ comparison }: LosingSegment): number => Math.abs(comparison.difference) * comparison.pairCount;
  return losers.sort((a, b) => damage(b) - damage(a));
}
