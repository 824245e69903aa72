import { expect, it } from 'vitest';
import type { ChartColors } from '../chart-colors';
import { parallelAxis } from './parallel-axis';
import { parallelOption, type ParallelLine } from './parallel-option';

it('draws, of more lines than can be told apart, those within the ranges', () => {
  const count = 400;
  const axes = [
    parallelAxis(
      'a',
      Array.from({ length: count }, (_, n) => n),
    ),
    parallelAxis(
      'b',
      Array.from({ length: count }, () => 1),
    ),
  ];
  const lines = Array.from({ length: count }, (_, n): ParallelLine => ({ id: `${n}`, name: `run ${n}`, rank: 'ground' }));
  const option = parallelOption(
    axes,
    lines,
    lines.map((_, n) => n >= 350),
    { series: [] } as unknown as ChartColors,
  );
  const drawn = (option.series as { name?: string }[]).flatMap(({ name }) => name ?? []);
  expect(drawn).toHaveLength(300);
  expect(drawn.slice(0, 50)).toEqual(lines.slice(350).map(({ name }) => name));
});
