/** The TypeScript scorer; `FORMULA_JSON` stands for the constants. */
export const typescriptSource = `/** Ranks candidates as RankLab does. No dependencies. \`rank(candidates.map((id) => items.get(id)!), users.get('u1')!, 10)\` */
export interface Item {
  readonly id: string;
  readonly row: number;
  readonly categories: readonly string[];
  readonly creator: string | null;
  readonly values: Readonly<Record<string, number>>;
  readonly profile?: readonly number[];
  readonly factors?: readonly number[];
  /** Where the formula uses the score of retrieval. */
  readonly mergeScore?: number;
}

/** A line of users.jsonl. */
export interface Request {
  readonly profile?: readonly number[];
  readonly factors?: readonly number[];
  readonly categories?: Readonly<Record<string, number>>;
  readonly creators?: Readonly<Record<string, number>>;
}

interface Term {
  readonly field: string;
  readonly source: 'item' | 'profile' | 'latent' | 'categories' | 'creator' | 'candidate';
  readonly weight: number;
}

interface Formula {
  readonly terms: readonly Term[];
  readonly normalization: 'min-max' | 'z-score' | 'rank' | 'none';
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly maxPerCreator: number | null;
}

const formula: Formula = FORMULA_JSON;

function dot(a: readonly number[] | undefined, b: readonly number[] | undefined): number {
  let sum = 0;
  if (a && b) for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}

const shareOf = (shares: Readonly<Record<string, number>> | undefined, name: string): number =>
  shares && Object.hasOwn(shares, name) ? shares[name]! : 0;

function rawValue({ source, field }: Term, item: Item, request: Request): number {
  switch (source) {
    case 'item':
      return item.values[field] ?? 0;
    case 'profile':
      return dot(request.profile, item.profile);
    case 'latent':
      return dot(request.factors, item.factors);
    case 'categories':
      return item.categories.reduce((sum, name) => sum + shareOf(request.categories, name), 0) / Math.max(1, item.categories.length);
    case 'creator':
      return item.creator === null ? 0 : shareOf(request.creators, item.creator);
    case 'candidate':
      return item.mergeScore ?? 0;
  }
}

function normalize(values: readonly number[]): readonly number[] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (formula.normalization === 'none') return values;
  if (!(high > low)) return values.map(() => 0);
  if (formula.normalization === 'min-max') return values.map((value) => (value - low) / (high - low));
  if (formula.normalization === 'z-score') {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return values.map((value) => (value - mean) / deviation);
  }
  const order = [...values].sort((a, b) => a - b);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  order.forEach((value, place) => {
    if (!first.has(value)) first.set(value, place);
    last.set(value, place);
  });
  return values.map((value) => (first.get(value)! + last.get(value)!) / 2 / (values.length - 1));
}

/** Weighted sums; every signal is rounded to single precision, as RankLab does. */
export function scores(items: readonly Item[], request: Request): number[] {
  const total = items.map(() => 0);
  for (const term of formula.terms) {
    const column = items.map((item) => Math.fround(rawValue(term, item, request)));
    normalize(column).forEach((value, place) => (total[place]! += term.weight * Math.fround(value)));
  }
  return total;
}

function isAllowed({ categories }: Item): boolean {
  const has = (names: readonly string[]): boolean => names.some((name) => categories.includes(name));
  return (formula.include.length === 0 || has(formula.include)) && !has(formula.exclude);
}

/** The best items, best first; equal scores in the order of the catalogue. */
export function rank(items: readonly Item[], request: Request, length = Infinity): { id: string; score: number }[] {
  const found = scores(items, request);
  const order = items.map((_, place) => place).sort((a, b) => found[b]! - found[a]! || items[a]!.row - items[b]!.row);
  const used = new Map<string, number>();
  const ranked: { id: string; score: number }[] = [];
  for (const place of order) {
    if (ranked.length >= length) break;
    const item = items[place]!;
    const count = item.creator === null ? 0 : (used.get(item.creator) ?? 0);
    if (!isAllowed(item) || (formula.maxPerCreator !== null && count >= formula.maxPerCreator)) continue;
    if (item.creator !== null) used.set(item.creator, count + 1);
    ranked.push({ id: item.id, score: found[place]! });
  }
  return ranked;
}
`;
