import { invertPositiveDefinite } from '../../core/linear-algebra/cholesky';
import type { PreferencePairs } from './pairs';

interface LogisticOptions {
  /** Strength of the L2 penalty, > 0; scikit-learn's C is 1 / (l2 × sum of the pairs' weights). */
  readonly l2: number;
  /** Bounds of each weight; ±Infinity where there is none. 0 lies within. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** By pool: how often its pairs count. For folds (0 or 1) and bootstrap samples. */
  readonly multiplicity?: Float64Array;
  readonly start?: Float64Array;
  /** The largest gradient to stop at; default 1e-11. */
  readonly precision?: number;
}

interface LogisticFit {
  readonly weights: Float64Array;
  /** Largest component of the gradient among weights that a bound does not hold; 0 at the optimum. */
  readonly gradient: number;
  readonly iterations: number;
}

const mostIterations = 100;
const mostHalvings = 40;
/** Near the minimum a step's gain is below what sums of many terms can tell. */
const lossRounding = 1e-15;
/** Default of `precision`: as far as double precision goes. */
const finest = 1e-11;

/**
 * Weights of a linear ranker by pairwise logistic regression (RankNet's loss with a linear score, Burges et al. 2005): the minimum of
 * Σ cₚ log(1 + exp(−w·dₚ)) / Σ cₚ + (l2 / 2)·‖w‖², within bounds. The loss is strictly convex, so the minimum is unique; projected
 * Newton steps (Bertsekas 1982) find it. One iteration takes O(pairs × signals²).
 */
export function fitPairwiseLogistic(pairs: PreferencePairs, options: LogisticOptions): LogisticFit {
  const width = pairs.signalIds.length;
  const problem = new Problem(pairs, options);
  let weights: Float64Array = options.start?.slice() ?? new Float64Array(width);
  clamp(weights, options);
  let loss = problem.evaluate(weights);
  let iterations = 0;
  let gradient = Infinity;
  for (; iterations < mostIterations; iterations++) {
    const free = freeWeights(weights, problem.gradient, options);
    gradient = free.reduce((most, s) => Math.max(most, Math.abs(problem.gradient[s])), 0);
    if (gradient <= (options.precision ?? finest)) break;
    const next = descend(problem, weights, loss, newtonStep(problem, free, width), options);
    if (!next) break; // no smaller value can be told from this one in double precision
    ({ weights, loss } = next);
  }
  return { weights, gradient, iterations };
}

class Problem {
  readonly #width: number;
  readonly #total: number;
  readonly gradient: Float64Array;
  /** Upper triangle of the second derivatives, row-major. */
  readonly hessian: Float64Array;

  constructor(
    readonly pairs: PreferencePairs,
    readonly options: LogisticOptions,
  ) {
    this.#width = pairs.signalIds.length;
    this.gradient = new Float64Array(this.#width);
    this.hessian = new Float64Array(this.#width * this.#width);
    let total = 0;
    this.#eachPool((from, to, times) => {
      for (let p = from; p < to; p++) total += times * pairs.weights[p];
    });
    this.#total = total;
  }

  /** Loss; `gradient` and `hessian` are overwritten. */
  evaluate(weights: Float64Array): number {
    const { gradient, hessian } = this;
    const width = this.#width;
    const { differences } = this.pairs;
    gradient.fill(0);
    hessian.fill(0);
    let sum = 0;
    this.#eachPool((from, to, times) => {
      for (let p = from; p < to; p++) {
        const z = this.#score(weights, p);
        const importance = times * this.pairs.weights[p];
        const small = Math.exp(-Math.abs(z));
        sum += importance * (Math.max(-z, 0) + Math.log1p(small));
        const wrong = z >= 0 ? small / (1 + small) : 1 / (1 + small);
        const slope = importance * wrong;
        const curve = slope * (1 - wrong);
        const row = p * width;
        for (let i = 0; i < width; i++) {
          const d = differences[row + i];
          if (d === 0) continue;
          gradient[i] -= slope * d;
          for (let j = i; j < width; j++) hessian[i * width + j] += curve * d * differences[row + j];
        }
      }
    });
    const scale = this.#total > 0 ? 1 / this.#total : 0;
    for (let i = 0; i < width; i++) {
      gradient[i] = gradient[i] * scale + this.options.l2 * weights[i];
      for (let j = i; j < width; j++) hessian[i * width + j] *= scale;
      hessian[i * width + i] += this.options.l2;
    }
    return this.#withPenalty(sum, weights);
  }

  #score(weights: Float64Array, p: number): number {
    const { differences } = this.pairs;
    let z = 0;
    for (let s = 0, at = p * this.#width; s < this.#width; s++, at++) z += weights[s] * differences[at];
    return z;
  }

  #withPenalty(sum: number, weights: Float64Array): number {
    return (this.#total > 0 ? sum / this.#total : 0) + (this.options.l2 / 2) * weights.reduce((squares, w) => squares + w * w, 0);
  }

  #eachPool(visit: (from: number, to: number, times: number) => void): void {
    const { offsets } = this.pairs;
    for (let u = 0; u + 1 < offsets.length; u++) {
      const times = this.options.multiplicity?.[u] ?? 1;
      if (times > 0 && offsets[u + 1] > offsets[u]) visit(offsets[u], offsets[u + 1], times);
    }
  }
}

function clamp(weights: Float64Array, { lower, upper }: LogisticOptions): void {
  for (let s = 0; s < weights.length; s++) weights[s] = Math.min(upper[s], Math.max(lower[s], weights[s]));
}

/** Weights that no bound holds: those inside, and those at a bound that descent moves away from. */
function freeWeights(weights: Float64Array, gradient: Float64Array, { lower, upper }: LogisticOptions): number[] {
  const free: number[] = [];
  for (let s = 0; s < weights.length; s++) {
    const held = (weights[s] <= lower[s] && gradient[s] > 0) || (weights[s] >= upper[s] && gradient[s] < 0);
    if (!held) free.push(s);
  }
  return free;
}

/** −H⁻¹ g over the free weights, 0 elsewhere. */
function newtonStep({ gradient, hessian }: Problem, free: readonly number[], width: number): Float64Array {
  const n = free.length;
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) inverse[i * n + j] = hessian[Math.min(free[i], free[j]) * width + Math.max(free[i], free[j])];
  }
  invertPositiveDefinite(inverse, n);
  const step = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += inverse[i * n + j] * gradient[free[j]];
    step[free[i]] = -sum;
  }
  return step;
}

/** The first of step, step / 2, step / 4 … that lowers the loss enough (Armijo), evaluated; undefined when none does. */
function descend(
  problem: Problem,
  weights: Float64Array,
  loss: number,
  step: Float64Array,
  options: LogisticOptions,
): { weights: Float64Array; loss: number } | undefined {
  const slope = problem.gradient.slice();
  for (let halving = 0, size = 1; halving < mostHalvings; halving++, size /= 2) {
    const tried = weights.map((w, s) => w + size * step[s]);
    clamp(tried, options);
    if (tried.every((w, s) => w === weights[s])) return undefined;
    const promised = slope.reduce((sum, value, s) => sum + value * (tried[s] - weights[s]), 0);
    const reached = problem.evaluate(tried);
    if (reached <= loss + 1e-4 * promised + lossRounding * (1 + loss)) return { weights: tried, loss: reached };
  }
  return undefined;
}
