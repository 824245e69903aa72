import type { RankLabError } from '#shared/errors';

interface Waiting {
  readonly shared: boolean;
  start(): void;
  refuse(error: RankLabError): void;
}

/**
 * Admits any number of readers, or one writer, in order of arrival: a writer waits for the readers before it and
 * blocks those after it. Once the gate is closed, calls are rejected.
 */
export class ReadWriteGate {
  #readers = 0;
  #writing = false;
  #closed: RankLabError | undefined;
  #onEmpty: (() => void) | undefined;
  readonly #queue: Waiting[] = [];

  shared<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#enter(true, work);
  }

  exclusive<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#enter(false, work);
  }

  /** Rejects waiting and later calls with this error; calls `whenEmpty` once the running ones have finished. */
  close(error: RankLabError, onEmpty?: () => void): void {
    this.#closed = error;
    this.#onEmpty = onEmpty;
    for (const waiting of this.#queue.splice(0)) waiting.refuse(error);
    this.#admit();
  }

  #enter<Result>(shared: boolean, work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(this.#closed);
    return new Promise<Result>((resolve, reject) => {
      const start = (): void => {
        if (shared) this.#readers++;
        else this.#writing = true;
        void startAsync(work)
          .then(resolve, reject)
          .finally(() => {
            if (shared) this.#readers--;
            else this.#writing = false;
            this.#admit();
          });
      };
      this.#queue.push({ shared, start, refuse: reject });
      this.#admit();
    });
  }

  #admit(): void {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const free = next.shared ? !this.#writing : !this.#writing && this.#readers === 0;
      if (!free) return;
      this.#queue.shift();
      next.start();
    }
    if (!this.#closed || this.#writing || this.#readers > 0) return;
    this.#onEmpty?.();
    this.#onEmpty = undefined;
  }
}

/** Work that throws synchronously also leaves the gate. */
const startAsync = async <Result>(work: () => Promise<Result>): Promise<Result> => work();
