/** Work begun within one turn of the event loop takes about this long at most; then files and sockets are looked after. */
const turnMs = 5;

/**
 * Lets so many pieces of work run at once; the others wait in line. Hundreds of lists in the making at once would not be
 * made sooner, but their searches would fill the thread pool that writes and reads of files need too.
 *
 * Nor are hundreds made in one turn of the event loop: logging an interaction takes several turns (the request, the write, the
 * flush to the disk), and each would last as long as all the lists that were waiting.
 */
export class Gate {
  private running = 0;
  private readonly line: (() => void)[] = [];
  /** When this turn has done its share; undefined between turns. */
  private turnEndsAtMs: number | undefined;

  constructor(
    private readonly atOnce: number,
    private readonly longestLine: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get waiting(): number {
    return this.line.length;
  }

  /** Runs `work` in its turn. Answers what `full` makes when the line is too long, without waiting. */
  async run<Value>(work: () => Promise<Value>, full: () => Error): Promise<Value> {
    if (this.line.length === 0 && this.running < this.atOnce && this.hasTimeLeft()) this.running++;
    else if (this.line.length >= this.longestLine) throw full();
    else await new Promise<void>((resolve) => this.line.push(resolve));
    try {
      return await work();
    } finally {
      this.running--;
      this.admit();
    }
  }

  /** The places are handed on in the order of the line, so nobody new can slip in before the first of it. */
  private admit(): void {
    while (this.line.length > 0 && this.running < this.atOnce && this.hasTimeLeft()) {
      this.running++;
      this.line.shift()?.();
    }
  }

  /** Where it is not, the next turn goes on with the line. */
  private hasTimeLeft(): boolean {
    if (this.turnEndsAtMs !== undefined) return this.now() < this.turnEndsAtMs;
    this.turnEndsAtMs = this.now() + turnMs;
    setImmediate(() => {
      this.turnEndsAtMs = undefined;
      this.admit();
    });
    return true;
  }
}
