import type { IndexBench } from '#shared/schemas/index-bench';
import type { BuildSettings, ModelStatus } from '#shared/schemas/model';
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

/** Whether the row is how the workspace searches now. Without a search parameter of its own, the first row of the type stands for it. */
export function isInUse(
  { which }: Pick<IndexBench, 'which'>,
  { type, point, first }: { readonly type: string; readonly point: Point; readonly first: boolean },
  status: Pick<ModelStatus, 'report' | 'settings'> | undefined,
): boolean {
  const built = status?.report?.indexes.find((index) => index.which === which);
  if (!status || built?.type !== type) return false;
  const set = point.parameter === null ? undefined : status.settings.index.params[point.parameter.name];
  return set === undefined ? first : isSet(status.settings, point);
}

/** Whether the settings have the search parameter of the point. */
const isSet = ({ index }: BuildSettings, { parameter }: Point): boolean =>
  parameter === null || index.params[parameter.name] === parameter.value;

/** The settings of a build that searches as the row does. */
export function settingsFor(settings: BuildSettings, type: string, { parameter }: Point): BuildSettings {
  const { efSearch: _ef, nprobe: _nprobe, ...params } = settings.index.params;
  return {
    ...settings,
    index: { ...settings.index, type, params: { ...params, ...(parameter && { [parameter.name]: parameter.value }) } },
  };
}
