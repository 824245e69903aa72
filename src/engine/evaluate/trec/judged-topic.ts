/** A retrieved document that has no judgement at all. */
export const NOT_IN_POOL = -1;
/** A retrieved document that was in the pool but not judged: a negative grade in the file. */
export const IN_POOL_UNJUDGED = -2;

/** One topic's ranked list with its judgements. */
export interface JudgedTopic {
  /** Per position: the grade (0 and up), NOT_IN_POOL or IN_POOL_UNJUDGED. */
  readonly grades: Float64Array;
  /** The lowest grade that counts as relevant. */
  readonly level: number;
  /** Judged documents with at least that grade, retrieved or not. */
  readonly relevant: number;
  readonly relevantRetrieved: number;
  /** Judged documents below it. */
  readonly nonRelevant: number;
  /** Judged documents above grade 0, whatever the level. */
  readonly aboveZero: number;
  /** Grade → judged documents with it; no negative grades. */
  readonly levels: ReadonlyMap<number, number>;
  readonly collectionSize: number;
}

export interface TopicOptions {
  readonly level: number;
  readonly collectionSize: number;
  /** Unjudged documents leave the list before anything is measured: trec_eval's -J. */
  readonly judgedOnly: boolean;
}

/** A negative grade is not a judgement. */
export const isJudged = (judgements: ReadonlyMap<string, number> | undefined, document: string): boolean =>
  (judgements?.get(document) ?? -1) >= 0;

/** @param ranked documents, best first. */
export function judgeTopic(ranked: readonly string[], judgements: ReadonlyMap<string, number>, options: TopicOptions): JudgedTopic {
  const { level, collectionSize, judgedOnly } = options;
  const kept = judgedOnly ? ranked.filter((document) => isJudged(judgements, document)) : ranked;
  const grades = Float64Array.from(kept, (document) => {
    const grade = judgements.get(document);
    if (grade === undefined) return NOT_IN_POOL;
    return grade < 0 ? IN_POOL_UNJUDGED : grade;
  });
  const levels = new Map<number, number>();
  let [relevant, nonRelevant, aboveZero] = [0, 0, 0];
  for (const grade of judgements.values()) {
    if (grade < 0) continue;
    levels.set(grade, (levels.get(grade) ?? 0) + 1);
    if (grade >= level) relevant++;
    else nonRelevant++;
    if (grade > 0) aboveZero++;
  }
  const relevantRetrieved = grades.reduce((count, grade) => (grade >= level ? count + 1 : count), 0);
  return { grades, level, relevant, relevantRetrieved, nonRelevant, aboveZero, levels, collectionSize };
}

/** How many of the first k documents are relevant. */
export function relevantWithin({ grades, level }: JudgedTopic, k: number): number {
  let count = 0;
  for (let i = 0; i < Math.min(k, grades.length); i++) if (grades[i] >= level) count++;
  return count;
}

/** a / b, and 0 where b is 0: trec_eval's value where there is nothing to divide by. */
export const share = (a: number, b: number): number => (b === 0 ? 0 : a / b);
