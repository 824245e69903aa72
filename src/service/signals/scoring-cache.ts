import { createHash } from 'node:crypto';
import type { ScoreCache } from '#shared/schemas/signal';
import { lazyCache, type ClosableCache } from '../embeddings/lazy-cache';
import type { ScoringContext, ScoringSettings } from '#engine/model/scoring-service';

/** Scores of one context by the id of the video. */
export type KnownScores = Map<string, number>;

interface Answer {
  readonly context: ScoringContext;
  readonly items: readonly string[];
  readonly scores: Float32Array;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** The first half of a hash of the id: within one context two ids do not meet. */
const idHash = (id: string): string => digest(id).toString('hex', 0, 8);
const bytesPerScore = 12;
/** About 40 million scores of large requests, or 9 million of single videos. */
export const mostScoreBytes = 512 * 2 ** 20;

/**
 * Answers of scoring services by content: address, version, context and video. Each answer is one record of the checked file that also keeps
 * paid embeddings: 8 bytes of the id's hash and the score for every video. When the file is full, the answers that were used least recently go.
 */
export class ScoringCache {
  /** Number of records of each context without a gap, as last read or written. */
  readonly #records = new Map<string, number>();

  #evictions = 0;
  #adding: Promise<unknown> = Promise.resolve();

  readonly #file: ClosableCache;

  constructor(
    path: string,
    readonly mostBytes = mostScoreBytes,
  ) {
    this.#file = lazyCache(path, { mostBytes, onEvicted: () => this.#forgetCounts() });
  }

  #forgetCounts(): void {
    this.#records.clear();
    this.#evictions++;
  }

  async facts(): Promise<ScoreCache> {
    const { bytes, records } = await this.#file.size();
    return { bytes, mostBytes: this.mostBytes, answers: records };
  }

  /** Forgets every answer: each is asked for again when it is needed. */
  clear(): Promise<void> {
    return this.#file.clear();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async read(settings: ScoringSettings, context: ScoringContext, ids: readonly string[]): Promise<KnownScores> {
    const base = keyOf(settings, context);
    const byHash = new Map<string, number>();
    let record = 0;
    for (; ; record++) {
      const [values] = await this.#file.get([recordKey(base, record)]);
      if (!values) break;
      const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
      for (let at = 0; at + bytesPerScore <= bytes.length; at += bytesPerScore)
        byHash.set(bytes.toString('hex', at, at + 8), bytes.readFloatLE(at + 8));
    }
    this.#records.set(base, record);
    const known: KnownScores = new Map();
    if (byHash.size === 0) return known;
    for (const id of ids) {
      const score = byHash.get(idHash(id));
      if (score !== undefined) known.set(id, score);
    }
    return known;
  }

  /** Durable when it resolves. One at a time, and numbered only once written: a number without a record would hide the later ones. */
  add(settings: ScoringSettings, answers: readonly Answer[]): Promise<void> {
    const added = this.#adding.then(() => this.#add(settings, answers));
    this.#adding = added.catch(() => undefined);
    return added;
  }

  async #add(settings: ScoringSettings, answers: readonly Answer[]): Promise<void> {
    const next = new Map<string, number>();
    const records: { key: string; vector: Float32Array }[] = [];
    const evictions = this.#evictions;
    for (const { context, items, scores } of answers) {
      const base = keyOf(settings, context);
      const record = await this.#firstFree(base, next.get(base) ?? this.#records.get(base) ?? 0);
      next.set(base, record + 1);
      const bytes = Buffer.alloc(items.length * bytesPerScore);
      items.forEach((id, i) => {
        bytes.write(idHash(id), i * bytesPerScore, 8, 'hex');
        bytes.writeFloatLE(scores[i] ?? NaN, i * bytesPerScore + 8);
      });
      records.push({ key: recordKey(base, record), vector: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) });
    }
    await this.#file.put(records);
    // Unless some were evicted to make room: then they are counted again.
    if (evictions === this.#evictions) for (const [base, count] of next) this.#records.set(base, count);
  }

  /**
   * Where the next record of a context goes: the first gap, for reading ends at the first number that is missing, and never a number that is there.
   * Gaps come of damage and of eviction.
   */
  async #firstFree(base: string, from: number): Promise<number> {
    for (let record = from; ; record++) if (!(await this.#file.get([recordKey(base, record)]))[0]) return record;
  }
}

const keyOf = ({ url, version }: ScoringSettings, context: ScoringContext): string => JSON.stringify(['score', url, version, context]);
const recordKey = (base: string, record: number): string => digest(`${base} ${record}`).toString('hex');
