import type { CandidateSettings, Variant } from '#shared/schemas/variant';
import type { CandidatePool, SignalTensor } from '../model/candidates';
import type { Run } from '../model/run';
import type { TrainingView } from '../model/training-view';
import { BudgetedCache, ByteBudget, poolBytes, tensorBytes } from './bench-memory';
import { FallbackNotes } from './list-counts';
import { MergedLists } from './merged-lists';
import type { RequestedPools } from './pools';

/** Lists of a baseline are cached only if they take at most this share of the budget, so that they do not evict everything else. */
const maxRunShare = 1 / 8;
/** Per list position: item 4, score 8. */
const bytesPerPosition = 12;

/** Users left out of the means have the lists of those with empty ones: the two policies share their pools. */
const sameLists = (settings: CandidateSettings): CandidateSettings =>
  settings.coldUsers === 'exclude' ? { ...settings, coldUsers: 'empty' } : settings;

/** Settings with this key make the same pools. */
export const poolKey = (settings: CandidateSettings): string => JSON.stringify(sameLists(settings));

/** Variants with this key have the same signals. */
export const tensorKey = ({ candidates, signalParams, signals }: Pick<Variant, 'candidates' | 'signalParams' | 'signals'>): string =>
  JSON.stringify([poolKey(candidates), signalParams, signals]);

const runBytes = ({ items, scores, counts }: Run): number => items.byteLength + scores.byteLength + counts.byteLength;

/** Candidates, signals and baselines' lists of one set of users, whatever their judgements. */
export class BenchCaches {
  readonly budget: ByteBudget;
  readonly lists: MergedLists;
  readonly pools: BudgetedCache<RequestedPools>;
  readonly tensors: BudgetedCache<SignalTensor>;
  readonly normalized: BudgetedCache<Float32Array>;
  readonly #runs: BudgetedCache<Run>;
  readonly #fallbacks = new FallbackNotes();

  constructor(view: TrainingView, users: Int32Array, limitBytes: number) {
    this.budget = new ByteBudget(limitBytes);
    this.lists = new MergedLists(view, users, this.budget);
    this.pools = new BudgetedCache('pools', this.budget, poolBytes);
    this.tensors = new BudgetedCache('signals', this.budget, tensorBytes);
    this.normalized = new BudgetedCache('normalised', this.budget, (signals) => signals.byteLength);
    this.#runs = new BudgetedCache('rankings', this.budget, runBytes);
  }

  /** The lists of a baseline, made once per depth. */
  sourceRun(
    settings: CandidateSettings,
    userCount: number,
    length: number,
    make: (settings: CandidateSettings, note: ReturnType<FallbackNotes['noter']>) => Promise<Run>,
  ): Promise<Run> {
    const shared = sameLists(settings);
    const rank = (): Promise<Run> => make(shared, this.#fallbacks.noter(shared, userCount));
    if (userCount * length * bytesPerPosition > this.budget.limitBytes * maxRunShare) return rank();
    return this.#runs.getOrMake(`${poolKey(settings)} ${length}`, rank);
  }

  fallbacksOf(settings: CandidateSettings): Uint8Array | undefined {
    return this.#fallbacks.of(sameLists(settings));
  }

  noteFallbacks(settings: CandidateSettings, userCount: number, from: number, pools: readonly CandidatePool[]): void {
    this.#fallbacks.noteAll(sameLists(settings), userCount, from, pools);
  }
}
