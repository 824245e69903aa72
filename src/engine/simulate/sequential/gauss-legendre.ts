interface Quadrature {
  /** In (−1, 1). */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const known = new Map<number, Quadrature>();

/** Nodes and weights of Gauss–Legendre quadrature on [−1, 1]: exact for polynomials of degree 2 × count − 1. */
export function gaussLegendre(count: number): Quadrature {
  const held = known.get(count);
  if (held) return held;
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let round = 0; round < 100; round++) {
      let [previous, value] = [1, x];
      for (let n = 2; n <= count; n++) [previous, value] = [value, ((2 * n - 1) * x * value - (n - 1) * previous) / n];
      slope = (count * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  const quadrature = { nodes, weights };
  known.set(count, quadrature);
  return quadrature;
}
