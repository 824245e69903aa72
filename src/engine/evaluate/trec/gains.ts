import type { JudgedTopic } from './judged-topic';

/** What documents are worth: a grade is its own gain unless a parameter says otherwise, as in ndcg.1=3,2=9. */
interface Gains {
  /** Of a position's grade; 0 for unjudged documents. */
  readonly of: (grade: number) => number;
  /** Gains above 0 of all judged documents, descending: the best list there could be. */
  readonly ideal: readonly number[];
  readonly smallest: number;
  readonly largest: number;
}

export function gainsOf({ levels }: JudgedTopic, pairs: ReadonlyMap<string, number>): Gains {
  const named = new Map([...pairs].flatMap(([name, gain]) => (/^[+-]?\d+$/.test(name) ? [[Number(name), gain] as const] : [])));
  const known = new Set([0, ...levels.keys(), ...named.keys()]);
  const gain = (grade: number): number => named.get(grade) ?? Math.max(0, grade);
  const ideal = [...levels]
    .map(([grade, count]) => ({ gain: gain(grade), count }))
    .filter((level) => level.gain > 0)
    .sort((a, b) => b.gain - a.gain)
    .flatMap((level) => new Array<number>(level.count).fill(level.gain));
  const gains = Array.from(known, gain);
  return {
    of: (grade) => (grade < 0 && !named.has(grade) ? 0 : gain(grade)),
    ideal,
    smallest: Math.min(0, ...gains),
    largest: Math.max(0, ...gains),
  };
}

/** Σ gain(i) / log2(i + 1) over 1-based positions i. */
export function discounted(gains: ArrayLike<number>, length = gains.length): number {
  let sum = 0;
  for (let i = 0; i < Math.min(length, gains.length); i++) if (gains[i] !== 0) sum += gains[i] / Math.log2(i + 2);
  return sum;
}
