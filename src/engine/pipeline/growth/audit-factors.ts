import type { AuditGroup } from '#shared/schemas/growth';
import type { CsrMatrix } from '../../core/linear-algebra/matrix';
import { TopKSelector } from '../../core/containers/top-k';
import { computeFactors, type FactorSettings } from '../../factors/compute-factors';
import type { Factors } from '../../model/vectors';
import type { TaskContext } from '../../ports';

type Latent = Pick<Factors, 'factorCount' | 'userFactors' | 'itemFactors'>;

export interface AuditInput {
  /** Users × items of all current data; rows and columns are those of the served factors. */
  readonly matrix: CsrMatrix;
  readonly settings: FactorSettings;
  /** Including folded-in changes. */
  readonly served: Latent;
  readonly groups: Readonly<Record<Exclude<AuditGroup['group'], 'other-users'>, readonly number[]>>;
  /** Items that are in no list. */
  readonly hidden: readonly number[];
}

interface AuditedRow {
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
/** Scores with a norm this far below the typical one are rounding errors: the row has no part in the leading directions. */
const negligible = 1e-3;

/**
 * Recomputes the factors and compares the scores of both models. Factors themselves are not comparable, because they are unique only up to rotation
 * and sign.
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

/** Undefined scores: the rebuilt model has no data for the row, so there is nothing to compare. */
type Compared = { readonly kind: 'video' | 'user' } & (
  | { readonly unplaced: true }
  | { readonly unplaced: false; readonly scoreCosine: number; readonly relativeError: number; readonly overlap: number | null }
);

function measure(
  group: AuditGroup['group'],
  rows: readonly number[],
  compare: (row: number) => Compared,
): { group: AuditGroup; rows: AuditedRow[] } {
  const chosen = evenly(rows, measuredRows);
  const compared = chosen.flatMap((row) => {
    const found = compare(row);
    return found.unplaced ? [] : [{ ...found, row }];
  });
  const mean = (values: readonly number[]): number | null =>
    values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  return {
    group: {
      group,
      count: rows.length,
      measured: compared.length,
      unplaced: chosen.length - compared.length,
      scoreCosine: mean(compared.map(({ scoreCosine }) => scoreCosine)),
      relativeError: mean(compared.map(({ relativeError }) => relativeError)),
      overlapAt10: mean(compared.flatMap(({ overlap }) => (overlap === null ? [] : [overlap]))),
    },
    rows: compared.map(({ kind, row, scoreCosine }) => ({ kind, row, scoreCosine })),
  };
}

class Comparison {
  readonly #selector = new TopKSelector(listLength);
  readonly #items: readonly number[];
  /** Typical length of a row of scores of the rebuilt model, of a video and of a user. */
  readonly #typical: { readonly video: number; readonly user: number };

  constructor(
    private readonly matrix: CsrMatrix,
    private readonly served: Latent,
    private readonly rebuilt: Latent,
    /** The users whose scores compare an item. */
    private readonly users: readonly number[],
    hidden: ReadonlySet<number>,
  ) {
    this.#items = Array.from({ length: matrix.columns }, (_, item) => item).filter((item) => !hidden.has(item));
    const lengths = (rows: readonly number[], scores: (row: number) => number[]): number => median(rows.map((row) => norm(scores(row))));
    this.#typical = {
      video: lengths(evenly(this.#items, 100), (item) => this.#ofUsers(rebuilt, item)),
      user: lengths(evenly(users, 100), (user) => this.#ofItems(rebuilt, user)),
    };
  }

  ofItem(item: number): Compared {
    const [a, b] = [this.#ofUsers(this.served, item), this.#ofUsers(this.rebuilt, item)];
    if (norm(b) <= this.#typical.video * negligible) return { kind: 'video', unplaced: true };
    return { kind: 'video', unplaced: false, ...difference(a, b), overlap: null };
  }

  ofUser(user: number): Compared {
    const [a, b] = [this.#ofItems(this.served, user), this.#ofItems(this.rebuilt, user)];
    if (norm(b) <= this.#typical.user * negligible) return { kind: 'user', unplaced: true };
    const best = this.#best(user, b);
    const servedBest = new Set(this.#best(user, a));
    const shared = best.filter((item) => servedBest.has(item)).length;
    return { kind: 'user', unplaced: false, ...difference(a, b), overlap: best.length > 0 ? shared / best.length : null };
  }

  #ofUsers(model: Latent, item: number): number[] {
    return this.users.map((user) => score(model, user, item));
  }

  #ofItems(model: Latent, user: number): number[] {
    return this.#items.map((item) => score(model, user, item));
  }

  /** Indexes into `#items` of the best unseen ones. */
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

/** Of scores that are not all zero in the rebuilt model; a served model without any has nothing in common with it. */
function difference(served: readonly number[], rebuilt: readonly number[]): { scoreCosine: number; relativeError: number } {
  let [dot, a, b, apart] = [0, 0, 0, 0];
  served.forEach((value, i) => {
    dot += value * rebuilt[i];
    a += value * value;
    b += rebuilt[i] * rebuilt[i];
    apart += (value - rebuilt[i]) ** 2;
  });
  return { scoreCosine: a === 0 ? 0 : dot / Math.sqrt(a * b), relativeError: Math.sqrt(apart / b) };
}

const norm = (scores: readonly number[]): number => Math.sqrt(scores.reduce((sum, value) => sum + value * value, 0));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length > 0 ? sorted[sorted.length >> 1] : 0;
}

function evenly(rows: readonly number[], most: number): number[] {
  if (rows.length <= most) return [...rows];
  return Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]);
}
