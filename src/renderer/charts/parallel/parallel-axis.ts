/** A value on an axis; NaN where a line has none. */
export type AxisValue = string | number | boolean;

export interface ParallelAxis {
  readonly name: string;
  /** Differs with the name and with what its positions mean: a range chosen on another scale does not hold on this one. */
  readonly id: string;
  /** The ends of the axis, in words. */
  readonly low: string;
  readonly high: string;
  /** Per line: 0 at the low end, 1 at the high end; NaN without a value. */
  readonly positions: readonly number[];
  /** The value at a position, in words. */
  readonly textAt: (position: number) => string;
}

/** Numbers are scaled from the lowest to the highest; choices stand at equal distances in the order of their names. */
export function parallelAxis(name: string, values: readonly AxisValue[]): ParallelAxis {
  if (!values.every((value) => typeof value === 'number')) return axisOfChoices(name, values);
  const known = values.filter((value) => !Number.isNaN(value));
  const low = known.length > 0 ? Math.min(...known) : 0;
  const high = known.length > 0 ? Math.max(...known) : 0;
  const positions = values.map((value) => (Number.isNaN(value) ? NaN : high > low ? (value - low) / (high - low) : 0.5));
  return {
    name,
    id: `${name} ${low} ${high}`,
    low: short(low),
    high: short(high),
    positions,
    textAt: (position) => short(low + (high - low) * position),
  };
}

function axisOfChoices(name: string, values: readonly AxisValue[]): ParallelAxis {
  const isMissing = (value: AxisValue): boolean => typeof value === 'number' && Number.isNaN(value);
  const choices = [...new Set(values.filter((value) => !isMissing(value)).map(choiceText))].sort();
  const steps = Math.max(1, choices.length - 1);
  const positions = values.map((value) => (isMissing(value) ? NaN : choices.indexOf(choiceText(value)) / steps));
  return {
    name,
    id: [name, ...choices].join('\n'),
    low: choices[0] ?? '',
    high: choices.at(-1) ?? '',
    positions,
    textAt: (position) => choices[Math.round(position * steps)] ?? '',
  };
}

const choiceText = (value: AxisValue): string => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Chosen ranges by the axis’s id, in positions from 0 to 1; an axis without one lets every line through. */
export type Ranges = Readonly<Record<string, readonly [low: number, high: number]>>;

/** A line at the end of a range is inside it in spite of rounding. */
const tolerance = 1e-9;

/** Whether the line is within every chosen range; one without a value on such an axis is not. */
export const isWithin = (axes: readonly ParallelAxis[], ranges: Ranges, line: number): boolean =>
  axes.every(({ id, positions }) => {
    const range = ranges[id];
    const position = positions[line] ?? NaN;
    return !range || (position >= range[0] - tolerance && position <= range[1] + tolerance);
  });

/** The ranges with that of one axis changed; a range over the whole axis is none. */
export function withRange(ranges: Ranges, id: string, from: number, to: number): Ranges {
  const [low, high] = [Math.max(0, Math.min(from, to)), Math.min(1, Math.max(from, to))];
  const { [id]: _before, ...others } = ranges;
  return low <= 0 && high >= 1 ? others : { ...others, [id]: [low, high] };
}
