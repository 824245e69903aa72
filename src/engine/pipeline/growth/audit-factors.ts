import type { AuditGroup } from '#shared/schemas/growth';
import type { CsrMatrix } from '../../core/matrix';
import { TopKSelector } from '../../core/top-k';
import { computeFactors, type FactorSettings } from '../../factors/compute-factors';
import type { Factors } from '../../model/vectors';
import type { TaskContext } from '../../ports';

type Latent = Pick<Factors, 'factorCount' | 'userFactors' | 'itemFactors'>;

export interface AuditInput {
  /** Users × items, everything there is now; rows and columns are those of the served factors. */
  readonly matrix: CsrMatrix;
  readonly settings: FactorSettings;
  /** With what came later folded in. */
  readonly served: Latent;
  readonly groups: Readonly<Record<Exclude<AuditGroup['group'], 'other-users'>, readonly number[]>>;
  /** Items that are in no list. */
  readonly hidden: readonly number[];
}

export interface AuditedRow {
  readonly kind: 'video' | 'user';
  readonly row: number;
  readonly scoreCosine: number;
}

export interface AuditOutput {
  readonly groups: AuditGroup[];
  readonly worst: AuditedRow[];
}

const measuredRows = 300;
const listLength = 10;
const worstRows = 10;

/**
 * Computes the factors anew and compares the scores that both models give. Factors themselves are not comparable: they may be
 * rotated or change their sign, the scores may not.
 */
export async function auditFactors(input: AuditInput, context?: TaskContext): Promise<AuditOutput> {
  const { matrix, settings, served, groups, hidden } = input;
  const rebuilt = await computeFactors(matrix, settings, context);
  const touched = new Set([...groups['new-users'], ...groups['changed-users']]);
  const others = Array.from({ length: matrix.rows }, (_, user) => user).filter((user) => !touched.has(user));
  const users = evenly(others.length > 0 ? others : [...touched], 1_000);
  const comparison = new Comparison(matrix, served, rebuilt, users, new Set(hidden));
  const video = (row: number): Compared => comparison.ofItem(row);
  const user = (row: number): Compared => comparison.ofUser(row);
  const measured = [
    measure('new-videos', groups['new-videos'], video),
    measure('edited-videos', groups['edited-videos'], video),
    measure('new-users', groups['new-users'], user),
    measure('changed-users', groups['changed-users'], user),
    measure('other-users', others, user),
  ];
  return {
    groups: measured.map(({ group }) => group),
    worst: measured
      .flatMap(({ rows }) => rows)
      .sort((a, b) => a.scoreCosine - b.scoreCosine || a.row - b.row)
      .slice(0, worstRows),
  };
}

interface Compared {
  readonly kind: 'video' | 'user';
  readonly scoreCosine: number;
  readonly relativeError: number;
  readonly overlap: number | null;
}

function measure(
  group: AuditGroup['group'],
  rows: readonly number[],
  compare: (row: number) => Compared,
): { group: AuditGroup; rows: AuditedRow[] } {
  const chosen = evenly(rows, measuredRows);
  const compared = chosen.map(compare);
  const mean = (values: readonly number[]): number | null =>
    values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  return {
    group: {
      group,
      count: rows.length,
      measured: chosen.length,
      scoreCosine: mean(compared.map(({ scoreCosine }) => scoreCosine)),
      relativeError: mean(compared.map(({ relativeError }) => relativeError)),
      overlapAt10: mean(compared.flatMap(({ overlap }) => (overlap === null ? [] : [overlap]))),
    },
    rows: compared.map(({ kind, scoreCosine }, i) => ({ kind, row: chosen[i], scoreCosine })),
  };
}

class Comparison {
  readonly #selector = new TopKSelector(listLength);
  readonly #items: readonly number[];

  constructor(
    private readonly matrix: CsrMatrix,
    private readonly served: Latent,
    private readonly rebuilt: Latent,
    /** Whose scores an item is compared by. */
    private readonly users: readonly number[],
    hidden: ReadonlySet<number>,
  ) {
    this.#items = Array.from({ length: matrix.columns }, (_, item) => item).filter((item) => !hidden.has(item));
  }

  ofItem(item: number): Compared {
    const [a, b] = [this.served, this.rebuilt].map((model) => this.users.map((user) => score(model, user, item)));
    return { kind: 'video', ...difference(a, b), overlap: null };
  }

  ofUser(user: number): Compared {
    const [a, b] = [this.served, this.rebuilt].map((model) => this.#items.map((item) => score(model, user, item)));
    const best = this.#best(user, b);
    const servedBest = new Set(this.#best(user, a));
    const shared = best.filter((item) => servedBest.has(item)).length;
    return { kind: 'user', ...difference(a, b), overlap: best.length > 0 ? shared / best.length : null };
  }

  /** Places in `#items` of the best unseen ones. */
  #best(user: number, scores: readonly number[]): number[] {
    const { indices, offsets } = this.matrix;
    const seen = new Set(indices.subarray(offsets[user], offsets[user + 1]));
    this.#selector.reset(listLength);
    scores.forEach((value, place) => {
      if (!seen.has(this.#items[place])) this.#selector.offer(place, value);
    });
    const places = new Int32Array(listLength);
    return [...places.subarray(0, this.#selector.drain(places))];
  }
}

function score({ factorCount, userFactors, itemFactors }: Latent, user: number, item: number): number {
  let sum = 0;
  for (let f = 0; f < factorCount; f++) sum += userFactors[user * factorCount + f] * itemFactors[item * factorCount + f];
  return sum;
}

/** Two models that both know nothing agree; one that knows nothing where the other does has nothing in common with it. */
function difference(served: readonly number[], rebuilt: readonly number[]): Pick<Compared, 'scoreCosine' | 'relativeError'> {
  let [dot, a, b, apart] = [0, 0, 0, 0];
  served.forEach((value, i) => {
    dot += value * rebuilt[i];
    a += value * value;
    b += rebuilt[i] * rebuilt[i];
    apart += (value - rebuilt[i]) ** 2;
  });
  if (a === 0 && b === 0) return { scoreCosine: 1, relativeError: 0 };
  if (a === 0 || b === 0) return { scoreCosine: 0, relativeError: 1 };
  return { scoreCosine: dot / Math.sqrt(a * b), relativeError: Math.sqrt(apart / b) };
}

function evenly(rows: readonly number[], most: number): number[] {
  if (rows.length <= most) return [...rows];
  return Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]);
}
