import type { LearnOutput } from '#shared/schemas/learn';
import type { ReportFile } from '../report-format';
import { conventionsFiles } from '../conventions-comment';
import { conventionsColumn } from '../conventions-id';
import { writeCsv, type Column } from '../table';

/** The weights with their intervals; what they are worth; and the learnt variant. */
export function learnFiles(output: LearnOutput): ReportFile[] {
  const { signals, metric, method, l2, userCount, pairCount, start, naive, honest, difference, pValue, verdict, variant, conventions } =
    output;
  const weights: Column<LearnOutput['signals'][number]>[] = [
    { name: 'signal', value: ({ id }) => id },
    { name: 'start', value: (signal) => signal.start },
    { name: 'weight', value: ({ weight }) => weight },
    { name: 'low', value: ({ interval }) => interval?.low },
    { name: 'high', value: ({ interval }) => interval?.high },
    { name: 'differs_from_0', value: ({ distinguishable }) => (distinguishable === null ? undefined : String(distinguishable)) },
    conventionsColumn(conventions),
  ];
  const summary: Column<LearnOutput>[] = [
    { name: 'method', value: () => method },
    { name: 'metric', value: () => metric },
    { name: 'users', value: () => userCount },
    { name: 'pairs', value: () => pairCount },
    { name: 'l2', value: () => l2 ?? undefined },
    { name: 'start', value: () => start },
    { name: 'naive', value: () => naive },
    { name: 'held_out', value: () => honest },
    { name: 'difference', value: () => difference.value },
    { name: 'low', value: () => difference.low },
    { name: 'high', value: () => difference.high },
    { name: 'p', value: () => pValue ?? undefined },
    { name: 'verdict', value: () => verdict },
    conventionsColumn(conventions),
  ];
  return [
    { name: 'learn.csv', mediaType: 'text/csv', content: writeCsv(weights, signals) },
    { name: 'learn-estimate.csv', mediaType: 'text/csv', content: writeCsv(summary, [output]) },
    { name: 'learn-variant.json', mediaType: 'application/json', content: `${JSON.stringify(variant, null, 2)}\n` },
    ...conventionsFiles(conventions, 'learn-conventions.json'),
  ];
}
