import type { TrecMeasurement } from './trec-measurement';
import type { TrecColumn } from './trec-measure-spec';
import type { Topic } from './trec-topics';

/** The least value that a geometric mean counts with. */
const MIN_FACTOR = 0.00001;

interface ColumnContext {
  /** Whether topics without a list are among `topics`. */
  readonly complete: boolean;
  readonly runTag: string;
}

/** trec_eval's measures over topics, each column once. */
export function measureColumns(
  columns: readonly TrecColumn[],
  topics: readonly Topic[],
  context: ColumnContext,
): Map<TrecColumn, TrecMeasurement> {
  return new Map(columns.map((column) => [column, measureColumn(column, topics, context)] as const));
}

function measureColumn(column: TrecColumn, topics: readonly Topic[], { complete, runTag }: ColumnContext): TrecMeasurement {
  const { name, measure, cutoff } = column;
  const values = Float64Array.from(topics, (topic) => valueOf(column, topic, 'measure'));
  const summed = complete && measure.whenComplete ? topics.map((topic) => valueOf(column, topic, 'whenComplete')) : values;
  return {
    spec: name,
    metricId: measure.id,
    cutoff,
    value: averageOf(measure.average, summed),
    values,
    summaryOnly: measure.summaryOnly ?? false,
    ...(measure.text && { texts: topics.map((topic) => textOf(column, topic)) }),
    ...(measure.average === 'text' && !measure.text && { text: runTag }),
  };
}

/** Each kind of measure reads its own kind of topic; the format of the judgements was checked before. */
function valueOf({ measure, given }: TrecColumn, topic: Topic, which: 'measure' | 'whenComplete'): number {
  switch (measure.input) {
    case 'any':
      return measure.measure(undefined, given);
    case 'qrels':
      return topic.qrels ? (measure[which]?.(topic.qrels, given) ?? NaN) : NaN;
    case 'groups':
      return topic.groups ? measure.measure(topic.groups, given) : NaN;
    case 'preferences':
      return topic.preferences ? measure.measure(topic.preferences, given) : NaN;
  }
}

const textOf = ({ measure, given }: TrecColumn, topic: Topic): string =>
  measure.input === 'qrels' && topic.qrels ? (measure.text?.(topic.qrels, given) ?? '') : '';

function averageOf(average: TrecColumn['measure']['average'], values: ArrayLike<number>): number {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += average === 'geometric' ? Math.log(Math.max(values[i], MIN_FACTOR)) : values[i];
  if (average === 'sum') return sum;
  if (count === 0 || average === 'text') return NaN;
  return average === 'geometric' ? Math.exp(sum / count) : sum / count;
}
