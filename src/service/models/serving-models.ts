import type { AnnIndex } from '#engine/ann/port';
import type { IndexedVectors } from '#shared/schemas/index-bench';
import { GrowingView } from '#engine/pipeline/growth/growing-view';
import { Recommender } from '#engine/pipeline/recommend';
import type { Arrivals } from '../storage/log/arrivals';
import type { SideModels } from './models-in-memory';

/** Maximum delay for batching other users' interactions; a user's own are applied before the next list. */
const gatherMs = 50;
/** Maximum share of time spent applying arrivals: the delay grows with their cost. */
const maxShare = 0.1;

/** The serving side with incremental updates: logged changes show in the next list without a rebuild. */
export class ServingModels {
  readonly #growing: GrowingView;
  #recommender: Recommender;
  #appliedAtMs = -Infinity;
  #waitMs = gatherMs;
  #hiddenCount = 0;
  #applying: Promise<unknown> = Promise.resolve();

  constructor(
    readonly models: SideModels,
    private readonly arrivals: Arrivals,
    /** Position of the first arrival that is not applied yet. */
    private cursor: number,
  ) {
    this.#growing = new GrowingView(models.view, models.contentIndex, models.factorIndex, Date.now);
    this.#recommender = new Recommender(models.view);
  }

  /** Vectors for users and items that the loaded models do not contain yet. */
  async foldIn(items: readonly number[], users: readonly number[]): Promise<void> {
    await this.#alone(async () => {
      await this.#growing.foldItems(items);
      this.#growing.foldUsers(users);
      // New users of new items depend on each other, as when they arrive one by one.
      await this.#growing.foldItemFactors(items);
      // Changed in place: earlier lists must be recomputed.
      this.#recommender = new Recommender(this.#growing.view, this.#growing.hidden);
    });
  }

  /** The unchanged index since its build, whose ids are the rows 0, 1, 2 …; undefined after an addition, edit or removal. */
  wholeIndex(which: IndexedVectors): AnnIndex | undefined {
    const { view, itemsToFold, contentIndex, factorIndex } = this.models;
    if (itemsToFold !== undefined || this.#growing.view !== view || this.#growing.hidden.size > 0) return undefined;
    return which === 'content' ? contentIndex : factorIndex;
  }

  /** Lists on current data; includes the latest interactions of `user`. */
  async recommender(user?: string): Promise<Recommender> {
    const waiting = this.arrivals.since(this.cursor);
    if (waiting > 0 && (performance.now() - this.#appliedAtMs >= this.#waitMs || this.arrivals.hasOf(user, this.cursor)))
      await this.catchUp();
    return this.#recommender;
  }

  /** Applies all arrivals. */
  catchUp(): Promise<void> {
    return this.#alone(async () => {
      const startedAtMs = performance.now();
      for (const batch of this.arrivals.batchesFrom(this.cursor)) {
        this.cursor += batch.count;
        if (batch.kind === 'interactions')
          await this.#growing.addInteractions(batch.entries.filter((entry) => this.#growing.knowsVideo(entry.videoId)));
        else if (batch.kind === 'video') await this.#growing.putVideos([batch.video]);
        else if (batch.kind === 'removal') await this.#growing.removeVideo(batch.videoId);
        else await this.#growing.restoreVideo(batch.video, batch.interactions);
      }
      this.#appliedAtMs = performance.now();
      this.#waitMs = Math.max(gatherMs, (this.#appliedAtMs - startedAtMs) / maxShare);
    });
  }

  /** @throws NOT_FOUND for an unknown or removed video. */
  requireVideo(videoId: string): void {
    this.#growing.requireVideo(videoId);
  }

  /** One change at a time; a running request keeps the view it started with. */
  #alone(change: () => Promise<void>): Promise<void> {
    const result = this.#applying.then(async () => {
      await change();
      const { view, hidden } = this.#growing;
      if (view !== this.#recommender.view || hidden.size !== this.#hiddenCount) this.#recommender = new Recommender(view, hidden);
      this.#hiddenCount = hidden.size;
    });
    this.#applying = result.catch(() => {});
    return result;
  }
}
