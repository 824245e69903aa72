import { RankLabError } from '#shared/errors';
import type { Evaluation } from '../../model/evaluation';
import type { Qrels } from '../../model/run';
import { evaluateRun } from '../evaluate-run';
import { restrictQrels } from '../judgements/restrict-qrels';
import type { MetricSpec } from '../metrics/metric-spec';
import { metricRegistry } from '../metrics/registry';
import { missingNeeds } from '../user-column';
import type { TrecMeasurement } from './trec-measurement';
import { isJudged } from './judged-topic';
import { trecCollection } from './trec-collection';
import type { TrecRun } from './trec-files';
import type { Judgements } from './trec-topics';

interface MetricInputs {
  readonly judgements: Judgements;
  /** Best first. */
  readonly ranked: TrecRun;
  readonly complete: boolean;
  readonly relevanceLevel: number;
  readonly judgedOnly: boolean;
}

/** Our own metrics over TREC files: graded ones read the grades themselves, the others ask for grade ≥ relevanceLevel. */
export function measureWithMetrics(specs: readonly MetricSpec[], inputs: MetricInputs): Map<MetricSpec, TrecMeasurement> {
  const { judgements, complete, relevanceLevel } = inputs;
  for (const spec of specs) refuseMissingNeeds(spec);
  if (specs.length === 0 || !judgements.qrels) return new Map();
  const { qrels, run } = trecCollection(judgements.qrels, measuredRun(inputs));
  const evaluated = complete ? qrels : restrictQrels(qrels, run.users);
  const usesGrades = ({ metricId }: MetricSpec): boolean => metricRegistry.get(metricId).graded === true;
  const measure = (chosen: readonly MetricSpec[], judged: Qrels): Evaluation =>
    evaluateRun(run, judged, chosen, {}, { countMissingAsZero: true });
  const measured = [
    measure(specs.filter(usesGrades), evaluated),
    measure(
      specs.filter((spec) => !usesGrades(spec)),
      withLevel(evaluated, relevanceLevel),
    ),
  ];
  return new Map(specs.map((spec) => [spec, measurementOf(spec, measured)] as const));
}

/** The run as it counts: where asked, of judged documents only. */
function measuredRun({ judgements, ranked, judgedOnly }: MetricInputs): TrecRun {
  if (!judgedOnly) return ranked;
  return new Map(
    [...ranked].map(([query, { documents, scores }]) => {
      const judged = judgements.qrels?.get(query);
      const isKept = (i: number): boolean => isJudged(judged, documents[i]);
      return [query, { documents: documents.filter((_, i) => isKept(i)), scores: scores.filter((_, i) => isKept(i)) }] as const;
    }),
  );
}

/** Ids of the metrics that TREC files suffice for, in display order. */
export const trecMetricIds = (): string[] =>
  metricRegistry
    .list()
    .filter((metric) => missingNeeds(metric, {}).length === 0)
    .map(({ id }) => id);

/** TREC files hold no training side: what needs one cannot be measured here. */
function refuseMissingNeeds({ spec, metricId }: MetricSpec): void {
  const missing = missingNeeds(metricRegistry.get(metricId), {});
  if (missing.length === 0) return;
  throw new RankLabError('INVALID_ARGUMENT', `Metric “${spec}” needs ${missing.join(' and ')}, which TREC files do not hold`, {
    place: 'metrics',
    value: spec,
    remedy: `Leave it out here, or compare variants in a workspace; TREC files suffice for ${trecMetricIds().join(', ')}`,
  });
}

function measurementOf({ spec, metricId, cutoff }: MetricSpec, evaluations: readonly Evaluation[]): TrecMeasurement {
  const result = evaluations.flatMap((evaluation) => evaluation.metrics).find((metric) => metric.spec === spec);
  const { value = NaN, values = new Float64Array(0), ties } = result ?? {};
  return { spec, metricId, ours: true, cutoff, value, values, summaryOnly: false, ...(ties && { ties }) };
}

/** Grades below the level become "judged not relevant"; negative ones stay "not judged". */
const withLevel = (qrels: Qrels, level: number): Qrels => ({
  ...qrels,
  grades: qrels.grades.map((grade) => (grade >= 0 && grade < level ? 0 : grade)),
});
