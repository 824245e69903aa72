import type { IndexBench } from '#shared/schemas/index-bench';
import type { TextTable } from '../../../logic/table-text';

type BenchType = IndexBench['types'][number];
type Point = BenchType['points'][number];

interface BenchRow {
  readonly key: string;
  readonly bench: BenchType;
  readonly point: Point;
  /** Build time and size belong to the type: shown once. */
  readonly first: boolean;
}

/** "efSearch 64", or nothing for types without a search parameter. */
export const parameterText = ({ parameter }: Point): string => (parameter ? `${parameter.name} ${parameter.value}` : '');

export const benchRows = (bench: IndexBench): BenchRow[] =>
  bench.types.flatMap((type) =>
    type.points.map((point, i) => ({ key: `${type.type} ${parameterText(point)}`, bench: type, point, first: i === 0 })),
  );

export const benchTable = (bench: IndexBench): TextTable => ({
  columns: ['type', 'parameter', `recall@${bench.neighborCount}`, 'ms per query', 'queries/s one', 'queries/s batch', 'build s', 'bytes'],
  rows: benchRows(bench).map(({ bench: { type, buildSeconds, bytes }, point }) => [
    type,
    parameterText(point),
    point.recall,
    point.millisecondsPerQuery,
    point.queriesPerSecondOne,
    point.queriesPerSecondBatch,
    buildSeconds,
    bytes,
  ]),
});
