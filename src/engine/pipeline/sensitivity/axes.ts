import { RankLabError } from '#shared/errors';
import type { SensitivityAxis } from '#shared/schemas/sensitivity';
import type { Variant } from '#shared/schemas/variant';
import { parseParams } from '../../core/registry';
import { signalRegistry } from '../../rerank/registry';

/** The values of an axis, ascending and evenly spaced; a pool has whole sizes, each once. @throws INVALID_ARGUMENT for an empty range. */
export function axisValues(axis: SensitivityAxis, place: string): number[] {
  const { low, high, steps, kind } = axis;
  if (low >= high) {
    throw new RankLabError('INVALID_ARGUMENT', `The range ${low} to ${high} is empty`, {
      place: `${place}.high`,
      remedy: `Use more than ${low}`,
    });
  }
  const at = (step: number): number => (step === steps - 1 ? high : low + ((high - low) * step) / (steps - 1));
  const values = Array.from({ length: steps }, (_, step) => (kind === 'pool' ? Math.round(at(step)) : at(step)));
  return [...new Set(values)];
}

/** The variant with one setting replaced. */
export function atAxis(variant: Variant, axis: SensitivityAxis, value: number): Variant {
  switch (axis.kind) {
    case 'weight':
      return { ...variant, weights: { ...variant.weights, [axis.signal]: value } };
    case 'lambda':
      return { ...variant, mmrLambda: value };
    case 'pool':
      return { ...variant, candidates: { ...variant.candidates, poolSize: value } };
    case 'parameter': {
      const { signalParams } = variant;
      return { ...variant, signalParams: { ...signalParams, [axis.signal]: { ...signalParams[axis.signal], [axis.parameter]: value } } };
    }
  }
}

/** The setting as it is. @throws INVALID_ARGUMENT for an unknown signal or parameter. */
export function axisValueOf(variant: Variant, axis: SensitivityAxis, place: string): number {
  if (axis.kind === 'lambda') return variant.mmrLambda;
  if (axis.kind === 'pool') return variant.candidates.poolSize;
  const signal = signalRegistry.get(axis.signal, `${place}.signal`);
  if (axis.kind === 'weight') return variant.weights[axis.signal] ?? 0;
  const params = parseParams(signal, variant.signalParams[axis.signal], `${place}.signal`) as Readonly<Record<string, unknown>>;
  const value = Object.hasOwn(params, axis.parameter) ? params[axis.parameter] : undefined;
  if (typeof value === 'number') return value;
  const numbers = Object.keys(params).filter((name) => typeof params[name] === 'number');
  throw new RankLabError('INVALID_ARGUMENT', `${axis.signal} has no number “${axis.parameter}”`, {
    place: `${place}.parameter`,
    value: axis.parameter,
    remedy: numbers.length > 0 ? `Use one of: ${numbers.join(', ')}` : 'Use another signal',
  });
}

/** How much of a list has to be computed again when the setting changes: all candidates and signals, the diversity, or the sums. */
export const costOf = ({ kind }: SensitivityAxis): number => ({ pool: 3, parameter: 2, lambda: 1, weight: 0 })[kind];

/** Rows and columns far apart first: every 8th of every 8th row, then whole rows, each time halving their distance. */
export function coarseFirst(rows: number, columns: number): { readonly row: number; readonly columns: number[] }[] {
  const coarse = 8;
  const all = [...Array(columns).keys()];
  const every = (step: number, count: number): number[] =>
    [...Array(count).keys()].filter((index) => index % step === 0 || index === count - 1);
  const order = every(coarse, rows).map((row) => ({ row, columns: every(coarse, columns) }));
  const finished = new Set<number>();
  for (let step = coarse; step >= 1; step /= 2) {
    for (const row of every(step, rows)) {
      if (finished.has(row)) continue;
      finished.add(row);
      const done = new Set(order.find((entry) => entry.row === row)?.columns ?? []);
      order.push({ row, columns: all.filter((column) => !done.has(column)) });
    }
  }
  return order;
}
