import type { SweepOutput } from '#shared/schemas/sweep';
import { parallelAxis, type ParallelAxis } from '../../../charts/parallel/parallel-axis';
import type { ParallelLine } from '../../../charts/parallel/parallel-option';

/** An axis for each varied setting and each objective. @param nameOf a setting's path in words. */
export function sweepAxes({ settings, objectives }: SweepOutput, nameOf: (path: string) => string): ParallelAxis[] {
  const tried = settings.slice(1);
  const paths = Object.keys(tried[0]?.values ?? {});
  return [
    ...paths.map((path) =>
      parallelAxis(
        nameOf(path),
        tried.map(({ values }) => values[path] ?? NaN),
      ),
    ),
    ...objectives.map(({ spec }) =>
      parallelAxis(
        spec,
        tried.map(({ metrics }) => metrics.find((metric) => metric.spec === spec)?.value ?? NaN),
      ),
    ),
  ];
}

/** A line for each setting tried: the front stands out, the winner on top of it. */
export const sweepLines = ({ settings, winner }: SweepOutput): ParallelLine[] =>
  settings.slice(1).map(({ onFront }, index) => ({
    id: String(index + 1),
    name: `setting ${index + 1}`,
    rank: index + 1 === winner ? 'chosen' : onFront ? 'front' : 'ground',
  }));
