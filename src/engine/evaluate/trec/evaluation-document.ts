import type { EvaluateTrecOutput, OneRunOutput, TrecComparisonOutput } from '#shared/schemas/evaluate-trec';
import type { TieBounds } from '../../model/evaluation';
import { compareTrecRuns, type NamedEvaluation, type TrecComparison } from './compare-trec';
import type { TrecEvaluation } from './evaluate-trec';

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
