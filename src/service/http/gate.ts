/** Time budget for work started in one turn of the event loop; then files and sockets are served. */
const timeSliceMs = 5;

/**
 * Limits concurrent work and queues the rest. Hundreds of concurrent lists would not finish sooner, but their searches would fill the thread pool
 * that file reads and writes also need.
 *
 * The work per turn of the event loop is limited too: logging an interaction takes several turns (request, write, flush), and each would otherwise
 * wait for all queued lists.
 */
export class Gate {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  /** When the budget of this turn ends; undefined between turns. */
  private turnEndsAtMs: number | undefined;

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get waiting(): number {
    return this.queue.length;
  }

  /** Runs `work` when a slot is free. Returns the result of `full` at once if the queue is too long. */
  async run<Value>(work: () => Promise<Value>, full: () => Error): Promise<Value> {
    if (this.queue.length === 0 && this.running < this.maxRunning && this.hasTimeLeft()) this.running++;
    else if (this.queue.length >= this.maxWaiting) throw full();
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await work();
    } finally {
      this.running--;
      this.admit();
    }
  }

  /** Slots are passed on in queue order, so newcomers cannot overtake. */
  private admit(): void {
    while (this.queue.length > 0 && this.running < this.maxRunning && this.hasTimeLeft()) {
      this.running++;
      this.queue.shift()?.();
    }
  }

  /** Otherwise the next turn continues with the queue. */
  private hasTimeLeft(): boolean {
    if (this.turnEndsAtMs !== undefined) return this.now() < this.turnEndsAtMs;
    this.turnEndsAtMs = this.now() + timeSliceMs;
    setImmediate(() => {
      this.turnEndsAtMs = undefined;
      this.admit();
    });
    return true;
  }
}
