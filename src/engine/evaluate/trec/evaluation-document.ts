import type { EvaluateTrecOutput } from '#shared/schemas/evaluate-trec';
import type { TieBounds } from '../../model/evaluation';
import type { TrecEvaluation } from './evaluate-trec';

/** JSON has no NaN: null is "no value". */
const orNull = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : value);

const tiesDocument = ({ minimum, expected, maximum, affectedUserCount }: TieBounds) => ({
  minimum: orNull(minimum),
  expected: orNull(expected),
  maximum: orNull(maximum),
  affectedQueries: affectedUserCount,
});

/** The evaluation as it goes to files and over HTTP. */
export function evaluationDocument(result: TrecEvaluation, perUser: boolean): EvaluateTrecOutput {
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
