import { noParams } from '../../../core/registry';
import { sobolPoints } from '../../../core/sobol';
import type { SearchEntry, SettingSearch } from './port';

/** Points of the Sobol sequence after its first, which is the corner of all ranges. */
export function sobolSearch(dimensions: number, count: number): SettingSearch {
  const points = sobolPoints(count + 1, dimensions);
  return { next: ({ length }) => points.slice((length + 1) * dimensions, (length + 2) * dimensions) };
}

export const sobol: SearchEntry = {
  id: 'sobol',
  label: 'Sobol points',
  description: 'Covers the ranges evenly, whatever earlier settings reach (Joe & Kuo 2008)',
  params: noParams,
  learns: false,
  create: ({ parameters, count }) => sobolSearch(parameters.length, count),
};
