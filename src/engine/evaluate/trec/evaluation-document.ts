import type { EvaluateTrecOutput, OneRunOutput, TrecComparisonOutput, TrecConventions } from '#shared/schemas/evaluate-trec';
import type { TieBounds } from '../../model/evaluation';
import { metricRegistry } from '../metrics/registry';
import { compareTrecRuns, type NamedEvaluation, type TrecComparison } from './compare-trec';
import type { TrecEvaluation } from './evaluate-trec';
import { ranksSmallerIdsFirst } from './trec-topics';

/** JSON has no NaN: null is "no value". */
const orNull = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : value);

const tiesDocument = ({ minimum, expected, maximum, affectedUserCount }: TieBounds) => ({
  minimum: orNull(minimum),
  expected: orNull(expected),
  maximum: orNull(maximum),
  affectedQueries: affectedUserCount,
});

const comparisonDocument = ({
  run,
  spec,
  queries,
  difference,
  interval,
  pValue,
  adjustedPValue,
}: TrecComparison): TrecComparisonOutput => ({
  run,
  spec,
  queries,
  difference: orNull(difference),
  low: orNull(interval.low),
  high: orNull(interval.high),
  confidence: interval.level,
  pValue: orNull(pValue),
  adjustedPValue: orNull(adjustedPValue),
});

/** The evaluation as it goes to files and over HTTP. */
function evaluationDocument(result: TrecEvaluation, perUser: boolean): OneRunOutput {
  const { queries, measurements } = result;
  return {
    queries: queries.length,
    complete: result.complete,
    relevanceLevel: result.relevanceLevel,
    judgedOnly: result.judgedOnly,
    maxRetrieved: result.maxRetrieved,
    collectionSize: result.collectionSize,
    judgements: result.judgements,
    zScores: result.zScores,
    conventions: trecConventions(result),
    tiedQueries: result.tiedQueries,
    notes: [...result.notes],
    missingQueries: [...result.missingQueries],
    unjudgedQueries: [...result.unjudgedQueries],
    metrics: measurements
      .filter(({ texts }) => !texts)
      .map(({ spec, value, text, ties }) => ({
        spec,
        value: orNull(value),
        ...(text !== undefined && { text }),
        ...(ties && { ties: tiesDocument(ties) }),
      })),
    ...(perUser && {
      perUser: queries.map((query, q) => ({
        user: query,
        values: Object.fromEntries(
          measurements.filter(({ summaryOnly }) => !summaryOnly).map(({ spec, values, texts }) => [spec, texts?.[q] ?? orNull(values[q])]),
        ),
      })),
    }),
  };
}

/** The first run with the others beside it, as they go to files and over HTTP. */
export function runsDocument(first: NamedEvaluation, others: readonly NamedEvaluation[], perUser: boolean): EvaluateTrecOutput {
  const document = evaluationDocument(first.evaluation, perUser);
  if (others.length === 0) return document;
  return {
    ...document,
    others: others.map(({ name, evaluation }) => ({ name, ...evaluationDocument(evaluation, perUser) })),
    comparisons: compareTrecRuns([first, ...others]).map(comparisonDocument),
  };
}

/** Everything that can change a number with the same two files, the applied values rather than the requested ones. */
export function trecConventions(result: TrecEvaluation): TrecConventions {
  const { complete, relevanceLevel, judgedOnly, maxRetrieved, collectionSize, judgements, zScores, measurements } = result;
  return {
    version: 1,
    scoreTies: ranksSmallerIdsFirst(judgements) ? 'smaller document id first' : 'larger document id first',
    average: 'queries',
    queriesWithoutRelevant: 'zero',
    missingQueries: complete ? 'zero' : 'excluded',
    grades: 'whole numbers',
    ...{ relevanceLevel, judgedOnly, maxRetrieved, collectionSize, judgements },
    values: zScores ? 'Z scores' : 'as measured',
    metrics: measurements.map(({ spec, metricId, cutoff, ours }) => ({
      spec,
      id: metricId,
      definition: ours ? 'ranklab' : 'trec_eval',
      version: ours ? metricRegistry.get(metricId).version : null,
      cutoff: cutoff ?? null,
    })),
  };
}
