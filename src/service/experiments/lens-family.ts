import type { z } from 'zod';
import type { TestFamily } from '#engine/evaluate/comparison/definition-lens';
import { segmentCorrection } from '#engine/evaluate/segments/segments';
import { parseMetricSpec } from '#engine/evaluate/metrics/metric-spec';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { measureSegment } from '#engine/pipeline/measure-segment';
import { measureVariants, type MeasureSettings } from '#engine/pipeline/run-experiment';
import type { lensInputSchema } from '#shared/schemas/live';
import { sharedThread } from '../jobs/shared-thread';

type FamilyInput = Pick<z.infer<typeof lensInputSchema>, 'metric' | 'metrics' | 'segment'>;

/** The tests corrected together with those of a metric in the Lab: the same numbers as in the response of `live`. */
export async function lensFamily(bench: EvaluationBench, settings: MeasureSettings, input: FamilyInput): Promise<TestFamily> {
  const { spec } = parseMetricSpec(input.metric);
  const metrics = [...new Set([input.metric, ...input.metrics])];
  const measure = { ...settings, metrics };
  const { correction } = settings.statistics;
  if (input.segment === null) {
    const measured = await measureVariants(bench, measure, sharedThread());
    const comparisons = measured.outcomes.flatMap((outcome) => outcome.comparisons);
    const tested = comparisons.filter(({ pValue }) => pValue !== undefined).length;
    const others = comparisons.filter((other) => other.spec !== spec);
    const testsElsewhere = measured.familySize - tested;
    return { correction, others, testsElsewhere, testCount: comparisons.length + testsElsewhere };
  }
  // For all users only the lists are needed; for a group, every group of the segmentation is tested, as in the Lab.
  const all = await measureVariants(bench, { ...measure, quick: true }, sharedThread());
  const { outcomes, otherGroups } = measureSegment(bench, { ...measure, quick: false }, all, input.segment);
  const here = outcomes.flatMap(({ comparisons }) => comparisons);
  const others = [...here.filter((other) => other.spec !== spec), ...otherGroups];
  return { correction: segmentCorrection, others, testsElsewhere: 0, testCount: here.length + otherGroups.length };
}
