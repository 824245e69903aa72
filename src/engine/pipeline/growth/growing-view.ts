import { RankLabError } from '#shared/errors';
import type { AnnIndex } from '../../ann/port';
import type { TrainingView } from '../../model/training-view';
import { unit } from '../../rerank/profiles';
import { growDataset, type InteractionEntry, type VideoEntry } from './grow-dataset';
import { foldedItemFactors, growEmbeddings, growFactors, itemText, refoldUser } from './grow-vectors';
import { growView } from './grow-view';

/**
 * A serving view with incremental updates instead of rebuilds: content vectors are embedded, factors folded in, indexes extended. Changes are applied
 * sequentially; a returned view stays consistent.
 */
export class GrowingView {
  #view: TrainingView;
  /** Items unknown to the factorisation: their factors are updated with their users. */
  readonly #foldedItems = new Set<number>();
  readonly #hidden = new Set<number>();
  /** Rows below this were in the indexes from the start; these are the later rows that have been added. */
  readonly #builtItemCount: number;
  readonly #indexedFrom = new Set<number>();

  constructor(
    view: TrainingView,
    private readonly contentIndex: AnnIndex | undefined,
    private readonly factorIndex: AnnIndex | undefined,
    /** Milliseconds since 1970. */
    private readonly clock?: () => number,
  ) {
    this.#view = view;
    this.#builtItemCount = view.dataset.items.ids.size;
  }

  get view(): TrainingView {
    return this.#view;
  }

  /** Rows of removed videos; they must not appear in any list. */
  get hidden(): ReadonlySet<number> {
    return this.#hidden;
  }

  /** Adds videos, or replaces the content of known ones. */
  async putVideos(videos: readonly VideoEntry[]): Promise<void> {
    if (videos.length === 0) return;
    const dataset = growDataset(this.#view.dataset, videos, []);
    this.#grow(dataset);
    const rows = videos.map((video) => dataset.items.ids.rowOf(video.videoId));
    for (const row of rows) this.#hidden.delete(row);
    await this.foldItems(rows);
  }

  /** Applies interactions. @throws NOT_FOUND for an unknown video; then none is applied. */
  async addInteractions(entries: readonly InteractionEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const before = this.#view.dataset.interactions.count;
    const dataset = growDataset(this.#view.dataset, [], entries);
    this.#grow(dataset, before);
    const { factors } = this.#view;
    if (!factors) return;
    const users = new Set(entries.map((entry) => dataset.users.ids.rowOf(entry.userId)));
    for (const user of users) refoldUser(this.#view, factors, user);
    const folded = new Set(entries.map((entry) => dataset.items.ids.rowOf(entry.videoId)).filter((item) => this.#foldedItems.has(item)));
    await this.foldItemFactors([...folded]);
  }

  /** Hides a video from every list and removes it from the indexes. @throws NOT_FOUND */
  async removeVideo(videoId: string): Promise<void> {
    const row = this.#view.dataset.items.ids.rowOf(videoId);
    this.#hidden.add(row);
    await this.contentIndex?.remove(Int32Array.of(row));
    await this.factorIndex?.remove(Int32Array.of(row));
  }

  /** Undoes a removal. `interactions` are those of the video, for a view that was built without it. */
  async restoreVideo(video: VideoEntry, interactions: readonly InteractionEntry[]): Promise<void> {
    const row = this.#view.dataset.items.ids.find(video.videoId);
    if (row === undefined) {
      await this.putVideos([video]);
      return this.addInteractions(interactions);
    }
    this.#hidden.delete(row);
    const { embeddings, factors } = this.#view;
    if (embeddings) await this.#addBack(this.contentIndex, row, embeddings.vectors, embeddings.dimensions);
    if (factors) await this.#addBack(this.factorIndex, row, factors.itemFactors, factors.factorCount);
  }

  async #addBack(index: AnnIndex | undefined, row: number, vectors: Float32Array, width: number): Promise<void> {
    await index?.remove(Int32Array.of(row));
    const vector = vectors.slice(row * width, (row + 1) * width);
    if (vector.some((value) => value !== 0)) await index?.add(vector, Int32Array.of(row));
  }

  /** @throws NOT_FOUND for unknown and for removed videos. */
  requireVideo(videoId: string): number {
    const row = this.#view.dataset.items.ids.rowOf(videoId);
    if (!this.#hidden.has(row)) return row;
    throw new RankLabError('NOT_FOUND', `The video “${videoId}” was removed`, { value: videoId });
  }

  knowsVideo(videoId: string): boolean {
    const row = this.#view.dataset.items.ids.find(videoId);
    return row !== undefined && !this.#hidden.has(row);
  }

  /** Computes content vectors and factors of items unknown to the models, and adds them to the indexes. */
  async foldItems(rows: readonly number[]): Promise<void> {
    const users = this.#usersOf(rows);
    for (const block of blocksOf(rows)) {
      // A single video is replaced only once its new vector is there.
      if (block.length > 1) await this.#removeKnown(this.contentIndex, block);
      // One after the other: an item without users takes its factors from those before it.
      const placed: (Float32Array | undefined)[] = [];
      for (const row of block) {
        await this.#placeEmbedding(row, block.length === 1);
        placed.push(await this.#placeFactors(row, users.get(row)));
      }
      await this.#putFactors(block, placed);
      for (const row of block) {
        this.#foldedItems.add(row);
        this.#indexedFrom.add(row);
      }
    }
  }

  /** Recomputes the factors of such items after those of their users. */
  async foldItemFactors(rows: readonly number[]): Promise<void> {
    const users = this.#usersOf(rows);
    for (const block of blocksOf(rows)) {
      const placed: (Float32Array | undefined)[] = [];
      for (const row of block) placed.push(await this.#placeFactors(row, users.get(row)));
      await this.#putFactors(block, placed);
    }
  }

  /** Folds in users after models older than the data were loaded. */
  foldUsers(rows: readonly number[]): void {
    const { factors } = this.#view;
    if (factors) for (const user of rows) refoldUser(this.#view, factors, user);
  }

  #grow(dataset: TrainingView['dataset'], firstNew = dataset.interactions.count): void {
    const { embeddings, factors } = this.#view;
    const itemCount = dataset.items.ids.size;
    this.#view = {
      ...growView(this.#view, dataset, firstNew, this.clock?.()),
      embeddings: embeddings && growEmbeddings(embeddings, itemCount),
      factors: factors && growFactors(factors, dataset.users.ids.size, itemCount),
    };
  }

  async #placeEmbedding(row: number, replaces: boolean): Promise<void> {
    const { embeddings, embedItem, dataset } = this.#view;
    if (!embeddings || !embedItem) return;
    const text = itemText(dataset, row);
    const vector = unit(Float32Array.from(text === '' ? new Float32Array(embeddings.dimensions) : await embedItem(dataset, row)));
    embeddings.vectors.set(vector ?? new Float32Array(embeddings.dimensions), row * embeddings.dimensions);
    if (replaces) await this.#removeKnown(this.contentIndex, [row]);
    if (vector) await this.contentIndex?.add(vector, Int32Array.of(row));
  }

  /** The users of some items, ascending, in one pass over the interactions: a workspace may be opened with thousands of new videos. */
  #usersOf(items: readonly number[]): ReadonlyMap<number, readonly number[]> {
    // Most batches concern only known videos: the pass would cost more than everything else.
    if (items.length === 0 || !this.#view.factors) return new Map();
    const users = new Map<number, number[]>(items.map((item) => [item, []]));
    const { rows, offsets, indices } = this.#view.interactions;
    const isAsked = new Uint8Array(this.#view.dataset.items.ids.size);
    for (const item of items) isAsked[item] = 1;
    for (let user = 0; user < rows; user++) {
      for (let at = offsets[user]; at < offsets[user + 1]; at++) {
        if (isAsked[indices[at]] === 0) continue;
        const own = users.get(indices[at]);
        if (own?.at(-1) !== user) own?.push(user);
      }
    }
    return users;
  }

  async #placeFactors(row: number, users: readonly number[] = []): Promise<Float32Array | undefined> {
    const { factors } = this.#view;
    if (!factors) return undefined;
    const vector = await foldedItemFactors(this.#view, factors, row, users);
    factors.itemFactors.set(vector, row * factors.factorCount);
    return vector;
  }

  async #putFactors(rows: readonly number[], vectors: readonly (Float32Array | undefined)[]): Promise<void> {
    const { factors } = this.#view;
    if (!factors || !this.factorIndex) return;
    await this.#removeKnown(this.factorIndex, rows);
    const joined = new Float32Array(rows.length * factors.factorCount);
    vectors.forEach((vector, i) => vector && joined.set(vector, i * factors.factorCount));
    await this.factorIndex.add(joined, Int32Array.from(rows));
  }

  /** Removal goes through the whole index, so it is skipped for rows that were never added. */
  async #removeKnown(index: AnnIndex | undefined, rows: readonly number[]): Promise<void> {
    const known = rows.filter((row) => row < this.#builtItemCount || this.#indexedFrom.has(row));
    if (known.length > 0) await index?.remove(Int32Array.from(known));
  }
}

/** Rows whose vectors are replaced together: every removal goes through the whole index, and thousands of videos may be new when a workspace opens. */
const blockLength = 256;
function* blocksOf(rows: readonly number[]): Generator<readonly number[]> {
  const distinct = [...new Set(rows)];
  for (let at = 0; at < distinct.length; at += blockLength) yield distinct.slice(at, at + blockLength);
}
