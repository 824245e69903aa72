import { RankLabError } from '#shared/errors';
import type { Exposure } from '#shared/schemas/learn';
import type { Dataset, FurtherColumn } from '../../model/dataset';
import type { Qrels } from '../../model/run';

/**
 * Inverse-propensity weights of judgements: 1 / the chance that the user examined the position at which the video was shown. Of several
 * interactions of a user with a video the best position counts. Judgements without a position get weight 1.
 * @param positions interactions that were judged
 * @throws INVALID_ARGUMENT for a missing or not numeric column, or values that are no positions or chances.
 */
export function exposureWeights(dataset: Dataset, positions: Int32Array, qrels: Qrels, exposure: Exposure): (entry: number) => number {
  const { users, items } = dataset.interactions;
  const values = numericColumn(dataset.interactions.columns, exposure);
  const propensities = new Map<string, number>();
  for (const position of positions) {
    const value = values[position];
    if (Number.isNaN(value)) continue;
    const key = `${users[position]} ${items[position]}`;
    propensities.set(key, Math.max(propensities.get(key) ?? 0, propensityOf(value, exposure)));
  }
  const weights = new Float64Array(qrels.items.length).fill(1);
  for (let u = 0; u < qrels.users.length; u++) {
    for (let entry = qrels.offsets[u]; entry < qrels.offsets[u + 1]; entry++) {
      const propensity = propensities.get(`${qrels.users[u]} ${qrels.items[entry]}`);
      if (propensity !== undefined) weights[entry] = 1 / propensity;
    }
  }
  return (entry) => weights[entry];
}

function numericColumn(columns: Readonly<Record<string, FurtherColumn>>, { column }: Exposure): Float64Array {
  const found = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (found?.type === 'number') return found.values;
  const numeric = Object.keys(columns).filter((name) => columns[name].type === 'number');
  throw new RankLabError('INVALID_ARGUMENT', `The interactions have no numeric column “${column}”`, {
    place: 'exposure.column',
    remedy: numeric.length > 0 ? `Use one of ${numeric.join(', ')}` : 'Import interactions with a column of positions or propensities',
  });
}

function propensityOf(value: number, { column, kind, eta, leastPropensity }: Exposure): number {
  const valid = kind === 'position' ? value >= 1 : value > 0 && value <= 1;
  if (!valid) {
    throw new RankLabError(
      'INVALID_ARGUMENT',
      `Column “${column}” has the value ${value}, which is no ${kind === 'position' ? 'position (1 is the top)' : 'chance in (0, 1]'}`,
      { place: 'exposure.kind', remedy: kind === 'position' ? 'Number positions from 1' : 'Use “position” for a column of positions' },
    );
  }
  return Math.max(leastPropensity, kind === 'position' ? value ** -eta : value);
}
