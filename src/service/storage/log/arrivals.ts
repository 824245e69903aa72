import type { InteractionEntry, VideoEntry } from '#engine/pipeline/growth/grow-dataset';

/** A single change; `position` is its position in the durable log. */
export type Arrival =
  | { readonly kind: 'interaction'; readonly position: number; readonly entry: InteractionEntry }
  | { readonly kind: 'video'; readonly position: number; readonly video: VideoEntry }
  | { readonly kind: 'removal'; readonly position: number; readonly videoId: string }
  | {
      readonly kind: 'restoration';
      readonly position: number;
      readonly video: VideoEntry;
      readonly interactions: readonly InteractionEntry[];
    };

/** Arrivals in an order in which they can be applied; consecutive interactions are grouped. */
type ArrivalBatch =
  | { readonly kind: 'interactions'; readonly count: number; readonly entries: readonly InteractionEntry[] }
  | { readonly kind: 'video'; readonly count: 1; readonly video: VideoEntry }
  | { readonly kind: 'removal'; readonly count: 1; readonly videoId: string }
  | { readonly kind: 'restoration'; readonly count: 1; readonly video: VideoEntry; readonly interactions: readonly InteractionEntry[] };

/** Changes since the workspace was opened, in the order in which they became durable. Readers keep their own position. */
export class Arrivals {
  readonly #all: Arrival[] = [];

  push(arrival: Arrival): void {
    this.#all.push(arrival);
  }

  /** Index of the first arrival that is newer than data read at `position` of the durable log. */
  placeAfter(position: number): number {
    const place = this.#all.findIndex((arrival) => arrival.position > position);
    return place < 0 ? this.#all.length : place;
  }

  since(cursor: number): number {
    return this.#all.length - cursor;
  }

  hasOf(user: string | undefined, cursor: number): boolean {
    if (user === undefined) return false;
    for (let i = cursor; i < this.#all.length; i++) {
      const arrival = this.#all[i];
      if (arrival?.kind === 'interaction' && arrival.entry.userId === user) return true;
    }
    return false;
  }

  *batchesFrom(cursor: number): Generator<ArrivalBatch> {
    for (let i = cursor; i < this.#all.length;) {
      const arrival = this.#all[i];
      if (!arrival) return;
      if (arrival.kind === 'video') yield { kind: 'video', count: 1, video: arrival.video };
      else if (arrival.kind === 'removal') yield { kind: 'removal', count: 1, videoId: arrival.videoId };
      else if (arrival.kind === 'restoration')
        yield { kind: 'restoration', count: 1, video: arrival.video, interactions: arrival.interactions };
      else {
        const entries: InteractionEntry[] = [];
        for (let next = this.#all[i]; next?.kind === 'interaction'; next = this.#all[i + entries.length]) entries.push(next.entry);
        yield { kind: 'interactions', count: entries.length, entries };
        i += entries.length;
        continue;
      }
      i++;
    }
  }
}
