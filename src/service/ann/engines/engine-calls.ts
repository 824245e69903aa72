import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { isRankLabError, RankLabError } from '#shared/errors';

interface CallSettings {
  /** How the engine is named in messages. */
  readonly engine: string;
  /** How long a call is repeated while the engine does not answer. */
  readonly patienceMs: number;
}

/** Failures in a row after which the engine is left alone for a while. */
const breakAfter = 4;
const [firstPauseMs, longestPauseMs] = [1_000, 15_000];
const cancelCheckMs = 100;
const [firstDelayMs, longestDelayMs] = [50, 2_000];

/** Failures that may pass: no answer, an interrupted one, or one that came too late. */
export const isPassing = (error: unknown): boolean => isRankLabError(error) && ['UNAVAILABLE', 'TIMED_OUT'].includes(error.code);

/**
 * Calls of an external engine. A call that failed for lack of an answer is repeated with exponential, jittered delays until the patience ends. After
 * four such failures in a row a circuit breaker lets a single call try per pause; the others wait for it, or fail at once if it cannot come in time.
 */
export class EngineCalls {
  #failures = 0;
  #openUntil = 0;
  #trying = false;

  constructor(private readonly settings: CallSettings) {}

  /** Whether the engine is being left alone. */
  get isOpen(): boolean {
    return this.#failures >= breakAfter;
  }

  /** `work` may be repeated after an unknown outcome, so it must be idempotent. */
  async run<Value>(work: () => Promise<Value>, context?: TaskContext, patienceMs = this.settings.patienceMs): Promise<Value> {
    const deadline = performance.now() + patienceMs;
    for (let attempt = 0; ; attempt++) {
      throwIfCancelled(context);
      const trial = await this.#admission(deadline, context);
      try {
        const value = await work();
        this.#failures = 0;
        return value;
      } catch (error) {
        if (!isPassing(error)) {
          // It answered.
          this.#failures = 0;
          throw error;
        }
        this.#recordFailure();
        const delay = Math.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
        if (performance.now() + delay >= deadline) throw error;
        await this.#wait(delay, context);
      } finally {
        if (trial) this.#trying = false;
      }
    }
  }

  #recordFailure(): void {
    this.#failures++;
    if (!this.isOpen) return;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#failures - breakAfter));
    this.#openUntil = performance.now() + pause * (0.5 + Math.random() / 2);
  }

  /** Waits until a call may be made; true if it is the one that tries an engine which did not answer. */
  async #admission(deadline: number, context?: TaskContext): Promise<boolean> {
    while (this.isOpen) {
      const now = performance.now();
      if (now >= this.#openUntil && !this.#trying) {
        this.#trying = true;
        return true;
      }
      if (Math.max(now, this.#openUntil) >= deadline) {
        const seconds = Math.max(0, (this.#openUntil - now) / 1000).toFixed(1);
        throw new RankLabError('UNAVAILABLE', `${this.settings.engine} does not answer; it is tried again in ${seconds} s`, {
          place: 'index.backend',
          remedy: 'Start the server, or choose another index backend',
        });
      }
      await this.#wait(Math.max(20, this.#openUntil - now), context);
    }
    return false;
  }

  async #wait(milliseconds: number, context?: TaskContext): Promise<void> {
    const end = performance.now() + milliseconds;
    do {
      await sleep(Math.min(cancelCheckMs, Math.max(0, end - performance.now())));
      throwIfCancelled(context);
    } while (performance.now() < end);
  }
}
