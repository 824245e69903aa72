import type { ServingModels } from './serving-models';

/** The serving models in memory: none, being loaded, or loaded. */
export class ServingSlot {
  #serving: Promise<ServingModels> | undefined;
  #loaded: ServingModels | undefined;

  /** Undefined while they are being loaded. */
  get loaded(): ServingModels | undefined {
    return this.#loaded;
  }

  /** Loads them unless they are here; a failed load is not kept. */
  load(load: () => Promise<ServingModels>): Promise<ServingModels> {
    if (this.#serving) return this.#serving;
    const loading = load();
    this.#serving = loading;
    loading.then(
      (serving) => {
        if (this.#serving === loading) this.#loaded = serving;
      },
      () => this.#drop(loading),
    );
    return loading;
  }

  put(serving: ServingModels | undefined): void {
    this.#serving = serving && Promise.resolve(serving);
    this.#loaded = serving;
  }

  /** Undefined also if a load in progress fails, which concerns only who asked for it. */
  async get(): Promise<ServingModels | undefined> {
    return this.#serving?.catch(() => undefined);
  }

  /**
   * Applies what has arrived. It never fails, because the arrivals are stored already: models that cannot follow are dropped, and the next
   * list loads them from the stored data.
   */
  async catchUp(): Promise<void> {
    const loading = this.#serving;
    try {
      await (await loading)?.catchUp();
    } catch {
      this.#drop(loading);
    }
  }

  /** Models that a build has put here meanwhile stay. */
  #drop(serving: Promise<ServingModels> | undefined): void {
    if (this.#serving === serving) this.put(undefined);
  }
}
