import type { Rng } from './rng';

/** Gamma with scale 1 (Marsaglia & Tsang 2000). `shape` > 0. */
export function gamma(shape: number, rng: Rng): number {
  if (shape === 1) return -Math.log(1 - rng.next());
  if (shape < 1) return gamma(shape + 1, rng) * (1 - rng.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Poisson, by multiplication of uniforms (Knuth 1969) in steps of at most 500, so that no limit underflows. */
export function poisson(mean: number, rng: Rng): number {
  let total = 0;
  for (let left = mean; left > 0; left -= 500) {
    const limit = Math.exp(-Math.min(500, left));
    for (let product = rng.next(); product > limit; product *= rng.next()) total++;
  }
  return total;
}
