import type { Interval } from '../../model/evaluation';
import { adjustPValues } from '../statistics/corrections';
import { momentsOf } from '../statistics/moments';
import { pairedT } from '../statistics/paired-t';
import type { TrecEvaluation } from './evaluate-trec';

export interface NamedEvaluation {
  readonly name: string;
  readonly evaluation: TrecEvaluation;
}

/** One measure of a run against the first run, over the queries that both have a value for. */
export interface TrecComparison {
  readonly run: string;
  readonly spec: string;
  readonly queries: number;
  /** Mean of run − first run. */
  readonly difference: number;
  readonly interval: Interval;
  /** Of Student's paired t-test; NaN below two queries, and where all differences are equal and not 0. */
  readonly pValue: number;
  /** By Holm, over all comparisons with a p-value. */
  readonly adjustedPValue: number;
}

/** Every further run against the first one, by every measure that has a value per query. */
export function compareTrecRuns([baseline, ...others]: readonly NamedEvaluation[], confidence = 0.95): TrecComparison[] {
  if (!baseline) return [];
  const places = new Map(baseline.evaluation.queries.map((query, place) => [query, place]));
  const compared = others.flatMap(({ name, evaluation }) =>
    evaluation.measurements.flatMap((measurement): TrecComparison[] => {
      const first = baseline.evaluation.measurements.find(({ spec }) => spec === measurement.spec);
      if (!first || measurement.summaryOnly || measurement.texts || measurement.text !== undefined) return [];
      const differences = evaluation.queries.flatMap((query, q) => {
        const place = places.get(query);
        const difference = place === undefined ? NaN : (measurement.values[q] ?? NaN) - (first.values[place] ?? NaN);
        return Number.isNaN(difference) ? [] : [difference];
      });
      const moments = momentsOf(differences);
      const { interval, pValue } = pairedT(moments, confidence);
      const { spec } = measurement;
      return [{ run: name, spec, queries: differences.length, difference: moments.mean, interval, pValue, adjustedPValue: NaN }];
    }),
  );
  const tested = compared.filter(({ pValue }) => !Number.isNaN(pValue));
  const adjusted = adjustPValues(
    tested.map(({ pValue }) => pValue),
    'holm',
  );
  return compared.map((one) => ({ ...one, adjustedPValue: adjusted[tested.indexOf(one)] ?? NaN }));
}
