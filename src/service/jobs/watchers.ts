/** A MessagePort has no backpressure, so changes are throttled here: at most one every 50 ms. */
const intervalMs = 50;

interface Watcher {
  dirty: boolean;
  urgent: boolean;
  lastAtMs: number;
  notify: (() => void) | undefined;
}

/** Notifies the watchers of an id of changes, at most 20 times a second each, with the newest state. */
export class JobWatchers {
  private readonly byId = new Map<string, Set<Watcher>>();

  /** `urgent` changes (of status) are sent at once. */
  changed(id: string, urgent: boolean): void {
    for (const watcher of this.byId.get(id) ?? []) {
      watcher.dirty = true;
      watcher.urgent ||= urgent;
      watcher.notify?.();
    }
  }

  /** Yields `read()` now, and after every change, until `isLast` holds for a value or `signal` aborts. */
  async *watch<State>(
    id: string,
    read: () => State,
    isLast: (state: State) => boolean,
    signal?: AbortSignal,
  ): AsyncIterableIterator<State> {
    const watcher: Watcher = { dirty: true, urgent: true, lastAtMs: 0, notify: undefined };
    const group = this.byId.get(id) ?? new Set();
    this.byId.set(id, group.add(watcher));
    const onAbort = (): void => watcher.notify?.();
    signal?.addEventListener('abort', onAbort);
    try {
      while (!signal?.aborted) {
        await this.nextChange(watcher, signal);
        if (signal?.aborted) return;
        watcher.dirty = false;
        watcher.urgent = false;
        watcher.lastAtMs = performance.now();
        const state = read();
        yield state;
        if (isLast(state)) return;
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      group.delete(watcher);
      if (group.size === 0) this.byId.delete(id);
    }
  }

  private async nextChange(watcher: Watcher, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      if (signal?.aborted) return;
      const waitMs = watcher.urgent ? 0 : watcher.lastAtMs + intervalMs - performance.now();
      if (watcher.dirty && waitMs <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = watcher.dirty ? setTimeout(resolve, waitMs) : undefined;
        watcher.notify = () => {
          if (timer && !watcher.urgent && !signal?.aborted) return;
          clearTimeout(timer);
          resolve();
        };
      });
      watcher.notify = undefined;
    }
  }
}
