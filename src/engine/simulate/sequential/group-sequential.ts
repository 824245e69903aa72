import { RankLabError } from '#shared/errors';
import { normalCdf, normalQuantile } from '../../evaluate/statistics/distributions';
import { gaussLegendre } from './gauss-legendre';

/**
 * Chance of leaving the bounds at each of K equally spaced looks, by recursive integration (Armitage, McPherson & Rowe 1969; Jennison &
 * Turnbull 2000, chapter 19). The sum of the increments up to look k is normal with mean `shift` × k / √K and variance k.
 * @param critical |z| at which a look stops
 * @param shift mean of z at the last look
 */
export function crossingChances(critical: readonly number[], shift: number): number[] {
  const looks = critical.length;
  const step = shift / Math.sqrt(looks);
  const bounds = critical.map((z, k) => z * Math.sqrt(k + 1));
  const chances: number[] = [];
  let nodes = Float64Array.of(0);
  let mass = Float64Array.of(1); // weight × density at the nodes; before the first look all mass is at 0
  for (let k = 0; k < looks; k++) {
    const bound = bounds[k];
    let crossing = 0;
    for (let i = 0; i < nodes.length; i++) {
      crossing += mass[i] * (normalCdf(nodes[i] + step - bound) + normalCdf(-bound - nodes[i] - step));
    }
    chances.push(crossing);
    if (k + 1 === looks) break;
    const rule = gaussLegendre(nodesFor(bound));
    const next = rule.nodes.map((node) => node * bound);
    const nextMass = new Float64Array(next.length);
    for (let j = 0; j < next.length; j++) {
      let density = 0;
      for (let i = 0; i < nodes.length; i++) density += mass[i] * Math.exp(-0.5 * (next[j] - nodes[i] - step) ** 2);
      nextMass[j] = (rule.weights[j] * bound * density) / Math.sqrt(2 * Math.PI);
    }
    nodes = next;
    mass = nextMass;
  }
  return chances;
}

/** The densities are as smooth as a normal one of variance 1: a few nodes per unit are exact to about 1e-10. */
const nodesFor = (bound: number): number => Math.min(256, Math.max(24, Math.ceil(5 * bound)));

/** Shape of the bounds: `critical` of look k (from 1) of `looks`, up to a constant. */
export type BoundShape = (look: number, looks: number) => number;

/** The critical |z| of every look that together have the two-sided `level`. */
export function groupBounds(shape: BoundShape, looks: number, level: number): number[] {
  const boundsOf = (constant: number): number[] => Array.from({ length: looks }, (_, k) => constant * shape(k + 1, looks));
  const excess = (constant: number): number => crossingChances(boundsOf(constant), 0).reduce((sum, chance) => sum + chance, 0) - level;
  const single = normalQuantile(1 - level / 2);
  return boundsOf(root(excess, 0.5 * single, normalQuantile(1 - level / (2 * looks)) + 1));
}

/** Mean of z at the last look with which these bounds are crossed with chance `power`; 0 where false alarms alone are as frequent. */
export function shiftForPower(critical: readonly number[], power: number): number {
  const excess = (shift: number): number => power - crossingChances(critical, shift).reduce((sum, chance) => sum + chance, 0);
  if (excess(0) <= 0) return 0;
  const single = normalQuantile(power) + Math.max(...critical);
  return root(excess, 0, single + 2);
}

/** Of a falling function, by the Illinois method (Dowell & Jarratt 1971). */
function root(f: (x: number) => number, low: number, high: number): number {
  let [a, b, atA, atB] = [low, high, f(low), f(high)];
  if (!(atA >= 0) || !(atB <= 0)) throw new RankLabError('INTERNAL', 'The bounds of a group-sequential test were not found');
  for (let round = 0; round < 60 && Math.abs(b - a) > 1e-9 && atA !== atB; round++) {
    const x = (a * atB - b * atA) / (atB - atA);
    const at = f(x);
    if (at === 0) return x;
    if (at < 0 === atB < 0) atA /= 2;
    else [a, atA] = [b, atB];
    [b, atB] = [x, at];
  }
  return b;
}
