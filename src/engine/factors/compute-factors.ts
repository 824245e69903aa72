import { RankLabError } from '#shared/errors';
import type { Fingerprint } from '#shared/ids';
import { fingerprintOf } from '../core/hashing/fingerprint';
import type { CsrMatrix } from '../core/linear-algebra/matrix';
import { parseParams } from '../core/registry';
import type { Factors } from '../model/vectors';
import type { TaskContext } from '../ports';
import { factorRegistry } from './registry';

export interface FactorSettings {
  /** Id of a factor method. */
  readonly method: string;
  /** At most min(users, items). */
  readonly factorCount: number;
  readonly seed: number;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Latest interaction in the matrix (ms); NaN without timestamps. */
  readonly latestTimestampMs: number;
  /** Fingerprint of the data behind the matrix. */
  readonly inputFingerprint: Fingerprint;
}

/**
 * Factorises a users × items matrix. Deterministic for (matrix, settings).
 * @throws INVALID_ARGUMENT for an unknown method, bad parameters, an empty matrix, or factorCount > min(users, items); CANCELLED.
 */
export async function computeFactors(matrix: CsrMatrix, settings: FactorSettings, context?: TaskContext): Promise<Factors> {
  const { factorCount, seed } = settings;
  const method = factorRegistry.get(settings.method, 'factors.method');
  const params = parseParams(method, settings.params, 'factors.params');
  const limit = Math.min(matrix.rows, matrix.columns);
  if (matrix.indices.length === 0) {
    throw new RankLabError('INVALID_ARGUMENT', 'There are no interactions to factorise', {
      remedy: 'Import or generate interactions first',
    });
  }
  if (!Number.isInteger(factorCount) || factorCount < 1 || factorCount > limit) {
    throw new RankLabError('INVALID_ARGUMENT', `${factorCount} factors requested of ${matrix.rows} users × ${matrix.columns} videos`, {
      place: 'factors.factorCount',
      value: String(factorCount),
      remedy: `Choose between 1 and ${limit}, the smaller side of the matrix`,
    });
  }
  const solution = method.compute({ matrix, factorCount, seed }, params, context);
  return {
    ...solution,
    method: method.id,
    factorCount,
    userCount: matrix.rows,
    itemCount: matrix.columns,
    latestTimestampMs: settings.latestTimestampMs,
    fingerprint: fingerprintOf('factors', method.id, factorCount, seed, params, settings.inputFingerprint),
  };
}

/** The vector of a user with `values[i]` at item row `itemRows[i]`, for users added after the factors were computed. */
export function foldInUser(factors: Factors, itemRows: Int32Array, values: ArrayLike<number>): Float32Array {
  return factorRegistry.get(factors.method).foldInUser(factors, ...within(factors.itemCount, itemRows, values));
}

/** The vector of an item with `values[i]` from user row `userRows[i]`. */
export function foldInItem(factors: Factors, userRows: Int32Array, values: ArrayLike<number>): Float32Array {
  return factorRegistry.get(factors.method).foldInItem(factors, ...within(factors.userCount, userRows, values));
}

/** Rows the factors were computed with; newer ones have no vector yet and are ignored. */
function within(count: number, rows: Int32Array, values: ArrayLike<number>): [Int32Array, number[]] {
  const kept: number[] = [];
  rows.forEach((row, i) => {
    if (row >= 0 && row < count) kept.push(i);
  });
  return [Int32Array.from(kept, (i) => rows[i]), kept.map((i) => values[i])];
}
