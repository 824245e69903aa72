import type { SensitivityOutput, SensitivitySettings } from '#shared/schemas/sensitivity';
import type { ReportFile } from '../report-format';
import { conventionsFiles } from '../conventions-comment';
import { conventionsColumn } from '../conventions-id';
import { writeCsv } from '../table';

type Axis = SensitivitySettings['x'];

/** `weights.factors`, `mmrLambda`, `candidates.poolSize`, `signalParams.freshness.halfLifeDays`: the path in a variant. */
export function axisPath(axis: Axis): string {
  if (axis.kind === 'lambda') return 'mmrLambda';
  if (axis.kind === 'pool') return 'candidates.poolSize';
  return axis.kind === 'weight' ? `weights.${axis.signal}` : `signalParams.${axis.signal}.${axis.parameter}`;
}

/** One row per cell, x running fastest. */
export function sensitivityFiles(map: SensitivityOutput, { x, y }: Pick<SensitivitySettings, 'x' | 'y'>): ReportFile[] {
  const content = writeCsv(
    [
      { name: axisPath(x), value: ({ index }) => map.x[index % map.x.length] },
      { name: axisPath(y), value: ({ index }) => map.y[Math.floor(index / map.x.length)] },
      { name: map.metric, value: ({ value }) => value ?? undefined },
      { name: 'difference', value: ({ difference }) => difference ?? undefined },
      { name: 'low', value: ({ low }) => low ?? undefined },
      { name: 'high', value: ({ high }) => high ?? undefined },
      { name: 'verdict', value: ({ verdict }) => verdict },
      { name: `changed_top_${map.k}`, value: ({ churn }) => churn },
      conventionsColumn(map.conventions),
    ],
    map.cells,
  );
  return [
    { name: 'sensitivity.csv', mediaType: 'text/csv', content },
    ...conventionsFiles(map.conventions, 'sensitivity-conventions.json'),
  ];
}
