import type { Qrels, Run } from '../../model/run';

/**
 * One user's list with that user's judgements. One object is reused for every user, so metrics must not keep references. Work on `hit*` is
 * proportional to the relevant items found, not to the list's length.
 */
export class JudgedList {
  userRow = -1;
  /** The list is `items[start … start + count − 1]`, best first. */
  items: Int32Array = new Int32Array(0);
  start = 0;
  count = 0;
  /** Relevant items in the list, best position first: 1-based positions and grades > 0. */
  hitCount = 0;
  readonly hitPositions: Int32Array;
  readonly hitGrades: Float64Array;
  /** Judged, not relevant items that stand above each hit. */
  readonly nonRelevantAbove: Int32Array;
  /** Items with a judgement (grade 0 or more) in the list: their 1-based positions, ascending. */
  judgedCount = 0;
  readonly judgedPositions: Int32Array;
  /** Relevant items the user has, in the list or not; their grades descend from `ideal[idealStart]`. */
  relevantCount = 0;
  ideal: Float64Array = new Float64Array(0);
  idealStart = 0;
  /** Items judged with grade 0 (a negative grade is not a judgement, as in trec_eval). */
  judgedNonRelevantCount = 0;

  constructor(capacity: number) {
    this.hitPositions = new Int32Array(capacity);
    this.hitGrades = new Float64Array(capacity);
    this.nonRelevantAbove = new Int32Array(capacity);
    this.judgedPositions = new Int32Array(capacity);
  }

  /** How many judged items stand at or above `cutoff`. */
  judgedWithin(cutoff: number): number {
    let count = this.judgedCount;
    while (count > 0 && this.judgedPositions[count - 1] > cutoff) count--;
    return count;
  }

  /** How many hits stand at or above `cutoff`. */
  hitsWithin(cutoff: number): number {
    let count = this.hitCount;
    while (count > 0 && this.hitPositions[count - 1] > cutoff) count--;
    return count;
  }
}

/** Per qrels user: grades in descending order, and how many are relevant or judged not to be. */
interface IdealGrades {
  readonly sorted: Float64Array;
  readonly relevantCounts: Int32Array;
  readonly nonRelevantCounts: Int32Array;
}

const idealOf = new WeakMap<Qrels, IdealGrades>();

/** Sorted once per qrels: the Lab evaluates the same qrels at every slider move. */
function idealGrades(qrels: Qrels): IdealGrades {
  const known = idealOf.get(qrels);
  if (known) return known;
  const userCount = qrels.users.length;
  const sorted = new Float64Array(qrels.grades.length);
  const relevantCounts = new Int32Array(userCount);
  const nonRelevantCounts = new Int32Array(userCount);
  for (let u = 0; u < userCount; u++) {
    const start = qrels.offsets[u];
    const end = qrels.offsets[u + 1];
    for (let p = start; p < end; p++) {
      if (qrels.grades[p] > 0) sorted[start + relevantCounts[u]++] = qrels.grades[p];
      else if (qrels.grades[p] === 0) nonRelevantCounts[u]++;
    }
    sorted
      .subarray(start, start + relevantCounts[u])
      .sort()
      .reverse();
  }
  const ideal = { sorted, relevantCounts, nonRelevantCounts };
  idealOf.set(qrels, ideal);
  return ideal;
}

function largestOf(items: Int32Array): number {
  let largest = -1;
  for (let p = 0; p < items.length; p++) if (items[p] > largest) largest = items[p];
  return largest;
}

/** Fills a JudgedList for one (run, qrels) pair, user after user, without allocating. */
export class Judge {
  readonly list: JudgedList;
  readonly #run: Run;
  readonly #qrels: Qrels;
  readonly #ideal: IdealGrades;
  /** Item → position of its judgement. Never cleared: a position outside the user's own range is stale. */
  readonly #judgementOf: Int32Array;
  readonly #grades: Float64Array;
  #lastUser = 0;

  constructor(run: Run, qrels: Qrels) {
    this.#run = run;
    this.#qrels = qrels;
    this.#ideal = idealGrades(qrels);
    this.#judgementOf = new Int32Array(Math.max(largestOf(run.items), largestOf(qrels.items)) + 1).fill(-1);
    this.list = new JudgedList(run.length);
    this.#grades = new Float64Array(run.length);
    this.list.items = run.items;
    this.list.ideal = this.#ideal.sorted;
  }

  /** @param u index into qrels.users; @param r index into run.users of the same user, −1 for an absent list. */
  read(u: number, r: number): JudgedList {
    const { list } = this;
    const { grades, items, offsets } = this.#qrels;
    const judgementOf = this.#judgementOf;
    const first = offsets[u];
    const end = offsets[u + 1];
    for (let p = first; p < end; p++) judgementOf[items[p]] = p;
    this.#lastUser = u;
    list.userRow = this.#qrels.users[u];
    list.start = r < 0 ? 0 : r * this.#run.length;
    list.count = r < 0 ? 0 : this.#run.counts[r];
    list.relevantCount = this.#ideal.relevantCounts[u];
    list.judgedNonRelevantCount = this.#ideal.nonRelevantCounts[u];
    list.idealStart = first;
    let hits = 0;
    let nonRelevant = 0;
    let judged = 0;
    const ranked = this.#run.items;
    for (let i = 0; i < list.count; i++) {
      const p = judgementOf[ranked[list.start + i]];
      if (p < first || p >= end) continue;
      const grade = grades[p];
      if (grade >= 0) list.judgedPositions[judged++] = i + 1;
      if (grade > 0) {
        list.hitPositions[hits] = i + 1;
        list.hitGrades[hits] = grade;
        list.nonRelevantAbove[hits++] = nonRelevant;
      } else if (grade === 0) nonRelevant++;
    }
    list.hitCount = hits;
    list.judgedCount = judged;
    return list;
  }

  /** Grades by position of the list last read, NaN where not judged. The array is reused. */
  grades(): Float64Array {
    const { list } = this;
    const u = this.#lastUser;
    for (let i = 0; i < list.count; i++) {
      const p = this.#judgementOf[list.items[list.start + i]];
      this.#grades[i] = p < this.#qrels.offsets[u] || p >= this.#qrels.offsets[u + 1] ? NaN : this.#qrels.grades[p];
    }
    return this.#grades;
  }
}
