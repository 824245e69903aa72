import { Recommender } from '#engine/pipeline/recommend';
import type { BuildSettings } from '#shared/schemas/model';
import type { SideModels } from './models-in-memory';

export interface LoadedSide {
  readonly models: SideModels;
  readonly recommender: Recommender;
}

/** How many evaluation sides stay in memory; the least recently used goes first. */
const sideLimit = 3;

/**
 * Evaluation sides in memory. Deduplicates concurrent builds. Evicted sides are freed by the garbage collector, since searches may still use them.
 */
export class SideCache {
  readonly #sides = new Map<string, Promise<LoadedSide>>();
  readonly #ready = new Map<string, LoadedSide>();

  getOrMake(scope: string, settings: BuildSettings, make: () => Promise<SideModels>): Promise<LoadedSide> {
    const key = keyOf(scope, settings);
    const known = this.#sides.get(key);
    if (known) {
      this.#touch(key, known);
      return known;
    }
    const loading = make().then((models): LoadedSide => ({ models, recommender: new Recommender(models.view) }));
    this.#touch(key, loading);
    loading.then(
      (side) => this.#sides.get(key) === loading && this.#ready.set(scope, side),
      () => this.#sides.get(key) === loading && this.#sides.delete(key), // do not cache a failed or cancelled attempt
    );
    return loading;
  }

  has(scope: string, settings: BuildSettings): boolean {
    return this.#sides.has(keyOf(scope, settings));
  }

  /** The last built side, for descriptions. */
  find(scope: string): LoadedSide | undefined {
    return this.#ready.get(scope);
  }

  clear(): void {
    this.#sides.clear();
    this.#ready.clear();
  }

  #touch(key: string, side: Promise<LoadedSide>): void {
    this.#sides.delete(key);
    this.#sides.set(key, side);
    for (const oldest of this.#sides.keys()) {
      if (this.#sides.size <= sideLimit) break;
      this.#sides.delete(oldest);
      this.#ready.delete(oldest.slice(0, oldest.indexOf(' ')));
    }
  }
}

const keyOf = (scope: string, settings: BuildSettings): string => `${scope} ${JSON.stringify(settings)}`;
