import { finiteNumber, emptyFile, malformed, readFields, refused } from './trec-lines';
import type { TrecMeasurement } from './trec-measurement';
import type { TrecColumn } from './trec-measure-spec';

/** What trec_eval prints where the file has no mean for a value, or no spread around a mean that the value is not. */
export const MISSING_Z_SCORE = -1_000_000;

interface Reference {
  readonly mean: number;
  readonly deviation: number;
}
/** Query → measure → the mean and standard deviation over the runs that the file was made from. */
export type ZScoreTable = ReadonlyMap<string, ReadonlyMap<string, Reference>>;

/**
 * Reads trec_eval's file of means: lines `query measure mean deviation`.
 * @throws IMPORT_FAILED naming `file:line` for a malformed line, a negative deviation, or a query and measure that stand there twice.
 */
export function parseZScores(text: string, file = 'z-scores'): ZScoreTable {
  const table = new Map<string, Map<string, Reference>>();
  for (const line of readFields(text, file)) {
    const { fields, place } = line;
    if (fields.length !== 4) throw malformed(line, 'query measure mean deviation');
    const [query, measure] = fields;
    const reference = { mean: finiteNumber(fields[2], 'mean', line), deviation: finiteNumber(fields[3], 'deviation', line) };
    if (reference.deviation < 0) {
      throw refused(place, `the deviation ${reference.deviation} is below 0`, {
        remedy: 'Write standard deviations, which are never negative',
      });
    }
    const measures = table.get(query) ?? new Map<string, Reference>();
    table.set(query, measures);
    if (measures.has(measure)) {
      throw refused(place, `“${measure}” appears twice for query “${query}”`, { remedy: 'Keep one line per query and measure' });
    }
    measures.set(measure, reference);
  }
  if (table.size === 0) throw emptyFile(file, 'mean');
  return table;
}

/** Deviations of a value from its mean, in standard deviations, as trec_eval −Z has it. */
function zScore(value: number, reference: Reference | undefined): number {
  if (!reference) return MISSING_Z_SCORE;
  if (reference.deviation > 0) return (value - reference.mean) / reference.deviation;
  return value === reference.mean ? 0 : MISSING_Z_SCORE;
}

/** The least value that a geometric mean counts with. */
const MIN_FACTOR = 0.00001;

interface ZScoreContext {
  readonly queries: readonly string[];
  readonly table: ZScoreTable;
  readonly complete: boolean;
}

/**
 * A measurement as Z scores, under trec_eval's name for them (Zmap). Texts, the number of queries and, where every judged query is averaged over, the
 * numbers that trec_eval counts apart are not converted. Geometric means are of values whose logarithms are what is compared. Ranges over equal scores
 * are not given: the file's means know one order.
 */
export function asZScores(
  measurement: TrecMeasurement,
  { queries, table, complete }: ZScoreContext,
  measure: TrecColumn['measure'] | undefined,
): TrecMeasurement {
  const { spec } = measurement;
  const average = measure?.average ?? 'mean';
  if (average === 'text') return measurement;
  const isCounted = measure?.input === 'any' || (complete && measure?.whenComplete !== undefined);
  const geometric = average === 'geometric';
  const values = Float64Array.from(measurement.values, (value, q) =>
    zScore(geometric ? Math.log(Math.max(value, MIN_FACTOR)) : value, table.get(queries[q])?.get(spec)),
  );
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = values.length === 0 ? NaN : sum / values.length;
  const value = isCounted ? measurement.value : average === 'sum' ? sum : geometric ? Math.exp(mean) : mean;
  const { ties: _ties, ...rest } = measurement;
  return { ...rest, spec: `Z${spec}`, value, values };
}

/** What has to be said beside the scores. */
export function zScoreNotes(measurements: readonly TrecMeasurement[]): string[] {
  const missing = measurements
    .filter(({ summaryOnly }) => !summaryOnly)
    .reduce((count, { values }) => count + values.filter((value) => value === MISSING_Z_SCORE).length, 0);
  const said = missing === 1 ? '1 value has' : `${missing} values have`;
  return [
    'Values are Z scores: deviations from the means of the file, in its standard deviations',
    ...(missing > 0 ? [`${said} no mean in the file, or no spread around it: ${MISSING_Z_SCORE}, as trec_eval prints`] : []),
  ];
}
