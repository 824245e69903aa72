import type { CsrMatrix } from '../core/linear-algebra/matrix';
import type { RegistryEntry } from '../core/registry';
import type { Factors } from '../model/vectors';
import type { TaskContext } from '../ports';

/** The input of every factorisation; `matrix` is users × items. */
interface FactorRequest {
  readonly matrix: CsrMatrix;
  readonly factorCount: number;
  readonly seed: number;
}

/** A method's result, before its provenance is added. */
type FactorSolution = Pick<Factors, 'userFactors' | 'itemFactors' | 'singularValues' | 'explainedVarianceFractions' | 'params'>;

/** A way to factorise the interaction matrix, and to fold in a row or column added afterwards. */
export interface FactorMethod<Params = unknown> extends RegistryEntry<Params> {
  compute(request: FactorRequest, params: Params, context?: TaskContext): FactorSolution;
  /** The vector of a user with `values[i]` at item row `itemRows[i]`; zero when none of them is known. */
  foldInUser(factors: Factors, itemRows: Int32Array, values: ArrayLike<number>): Float32Array;
  /** The vector of an item with `values[i]` from user row `userRows[i]`. */
  foldInItem(factors: Factors, userRows: Int32Array, values: ArrayLike<number>): Float32Array;
}
