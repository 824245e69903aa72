import { RankLabError } from '#shared/errors';
import type { SweepInput, SweepParameter } from '#shared/schemas/sweep';
import { variantSchema, type Variant } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { mostSobolDimensions } from '../../core/sobol';

type SweepValue = string | number | boolean;
export type SweepValues = Readonly<Record<string, SweepValue>>;

/**
 * Before the first setting is measured.
 * @throws INVALID_ARGUMENT for empty ranges, logarithms of non-positive numbers, repeated paths, and paths or values that the variant refuses.
 */
export function checkParameters({ variant, parameters }: Pick<SweepInput, 'variant' | 'parameters'>): void {
  parameters.forEach(checkParameter);
  const repeated = parameters.findIndex(({ path }, i) => parameters.findIndex((other) => other.path === path) < i);
  if (repeated >= 0) throw invalid(`“${parameters[repeated].path}” is swept twice`, `parameters.${repeated}.path`);
  if (parameters.length > mostSobolDimensions) throw invalid(`At most ${mostSobolDimensions} parameters can be swept`, 'parameters');
  for (const parameter of parameters) {
    const tried = 'low' in parameter ? [valueAt(parameter, 0), valueAt(parameter, 1)] : parameter.choices;
    for (const value of tried) withValues(variant, { [parameter.path]: value });
    if ('low' in parameter) checkBetween(variant, parameter);
  }
}

/** Of a range whose ends are whole numbers, a value that is none. */
const unevenShare = 0.381966;

function checkBetween(variant: Variant, parameter: Extract<SweepParameter, { readonly low: number }>): void {
  const { path } = parameter;
  const value = valueAt(parameter, unevenShare);
  try {
    withValues(variant, { [path]: value });
  } catch (error) {
    if (Number.isInteger(value)) throw error;
    throw invalid(
      `“${path}” takes the ends of its range, but not ${value} between them`,
      `parameters.${path}`,
      `Take whole numbers only: "whole": true, or --vary ${path}=${parameter.low}..${parameter.high}:whole`,
    );
  }
}

/** @param point a share in [0, 1) for each parameter. */
export const valuesAt = (parameters: readonly SweepParameter[], point: Float64Array): SweepValues =>
  Object.fromEntries(parameters.map((parameter, d) => [parameter.path, valueAt(parameter, point[d])]));

function checkParameter(parameter: SweepParameter, i: number): void {
  if (!('low' in parameter)) return;
  const place = `parameters.${i}`;
  if (!(parameter.low < parameter.high)) throw invalid(`The range of “${parameter.path}” is empty: low must be below high`, place);
  if (parameter.scale === 'log' && parameter.low <= 0) {
    throw invalid(`“${parameter.path}” has a logarithmic scale and a range that is not positive`, place);
  }
}

/** `share` in [0, 1). */
function valueAt(parameter: SweepParameter, share: number): SweepValue {
  if (!('low' in parameter)) return parameter.choices[Math.floor(share * parameter.choices.length)];
  const { low, high, scale, whole } = parameter;
  const value = scale === 'log' ? low * (high / low) ** share : low + (high - low) * share;
  return whole ? Math.round(value) : Number(value.toPrecision(6));
}

/**
 * The variant with these values at their paths.
 * @throws INVALID_ARGUMENT for a path that a variant does not have, or a value that it refuses, naming the path.
 */
export function withValues(variant: Variant, values: SweepValues): Variant {
  const copy = structuredClone(variant) as unknown as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) setAt(copy, path, value);
  return parseOrThrow(variantSchema, copy, 'variant');
}

/** Objects whose keys are free: a missing key is made. */
const openObjects = ['weights', 'signalParams', 'params'];

function setAt(target: Record<string, unknown>, path: string, value: SweepValue): void {
  const steps = path.split('.');
  let object = target;
  let open = false;
  for (const [i, step] of steps.entries()) {
    const known = Object.hasOwn(object, step);
    if (!known && !open) {
      const place = steps.slice(0, i).join('.');
      throw invalid(`A variant has no setting “${path}”`, `parameters.${path}`, `${place || 'It'} has ${Object.keys(object).join(', ')}`);
    }
    if (i === steps.length - 1) {
      object[step] = value;
      return;
    }
    open ||= openObjects.includes(step);
    const next = known ? object[step] : (object[step] = {});
    if (typeof next !== 'object' || next === null) throw invalid(`“${path}” goes beyond a single value`, `parameters.${path}`);
    object = next as Record<string, unknown>;
  }
}

const invalid = (message: string, place: string, remedy?: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', message, { place, ...(remedy !== undefined && { remedy }) });
