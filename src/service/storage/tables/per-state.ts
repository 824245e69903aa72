/**
 * A value that is computed once per state of the data, and by one computation at a time: callers that arrive after a change share the
 * computation that begins when the outdated one has ended. Under constant writes a caller thus waits for two computations at most,
 * instead of sharing the processor with one for every change.
 */
export class PerState<Value> {
  #state = 0;
  #latest: { readonly state: number; readonly value: Promise<Value> } | undefined;
  #next: Promise<Value> | undefined;

  constructor(private readonly compute: () => Promise<Value>) {}

  /** The data has changed. */
  changed(): void {
    this.#state++;
  }

  /** Of the current state or a later one. A failure is not kept. */
  get(): Promise<Value> {
    const latest = this.#latest;
    if (!latest) return this.#start();
    if (latest.state === this.#state) return latest.value;
    this.#next ??= latest.value.then(
      () => this.#start(),
      () => this.#start(),
    );
    return this.#next;
  }

  #start(): Promise<Value> {
    this.#next = undefined;
    const latest = { state: this.#state, value: this.compute() };
    this.#latest = latest;
    latest.value.catch(() => {
      if (this.#latest === latest) this.#latest = undefined;
    });
    return latest.value;
  }
}
