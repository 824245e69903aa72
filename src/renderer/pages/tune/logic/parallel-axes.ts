import type { SweepOutput } from '#shared/schemas/sweep';

interface ParallelAxis {
  readonly name: string;
  /** The ends of the axis, in words. */
  readonly low: string;
  readonly high: string;
  /** Per setting tried: 0 at the low end, 1 at the high end; NaN without a value. */
  readonly positions: readonly number[];
}

/** An axis for each varied setting and each objective; choices stand at equal distances in the order of their names. */
export function parallelAxes({ settings, objectives }: SweepOutput): ParallelAxis[] {
  const tried = settings.slice(1);
  const paths = Object.keys(tried[0]?.values ?? {});
  return [
    ...paths.map((path) =>
      axisOf(
        path.replace(/^(weights|candidates|signalParams)\./, ''),
        tried.map(({ values }) => values[path] ?? NaN),
      ),
    ),
    ...objectives.map(({ spec }) =>
      axisOf(
        spec,
        tried.map(({ metrics }) => metrics.find((metric) => metric.spec === spec)?.value ?? NaN),
      ),
    ),
  ];
}

function axisOf(name: string, values: readonly (string | number | boolean)[]): ParallelAxis {
  if (!values.every((value) => typeof value === 'number')) {
    const choices = [...new Set(values.map(String))].sort();
    const positions = values.map((value) => choices.indexOf(String(value)) / Math.max(1, choices.length - 1));
    return { name, low: choices[0] ?? '', high: choices.at(-1) ?? '', positions };
  }
  const known = values.filter((value) => !Number.isNaN(value));
  const low = Math.min(...known);
  const high = Math.max(...known);
  const positions = values.map((value) => (high > low ? (value - low) / (high - low) : 0.5));
  return { name, low: short(low), high: short(high), positions };
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
