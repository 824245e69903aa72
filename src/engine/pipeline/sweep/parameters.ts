import { RankLabError } from '#shared/errors';
import type { SweepParameter } from '#shared/schemas/sweep';
import { variantSchema, type Variant } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { mostSobolDimensions, sobolPoints } from '../../core/sobol';

type SweepValue = string | number | boolean;
export type SweepValues = Readonly<Record<string, SweepValue>>;

/**
 * Values of `count` settings: points of the Sobol sequence after its first, which is the corner of all ranges.
 * @throws INVALID_ARGUMENT for empty ranges, logarithms of non-positive numbers and repeated paths.
 */
export function sweepPoints(parameters: readonly SweepParameter[], count: number): SweepValues[] {
  parameters.forEach(checkParameter);
  const repeated = parameters.findIndex(({ path }, i) => parameters.findIndex((other) => other.path === path) < i);
  if (repeated >= 0) throw invalid(`“${parameters[repeated].path}” is swept twice`, `parameters.${repeated}.path`);
  if (parameters.length > mostSobolDimensions) throw invalid(`At most ${mostSobolDimensions} parameters can be swept`, 'parameters');
  const points = sobolPoints(count + 1, parameters.length);
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(parameters.map((parameter, d) => [parameter.path, valueAt(parameter, points[(i + 1) * parameters.length + d])])),
  );
}

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
