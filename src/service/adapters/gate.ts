/**
 * Lets so many pieces of work run at once; the others wait in line. Hundreds of lists in the making at once would not be
 * made sooner, but their searches would fill the thread pool that writes and reads of files need too.
 */
export class Gate {
  private running = 0;
  private readonly line: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly longestLine: number,
  ) {}

  get waiting(): number {
    return this.line.length;
  }

  /** Runs `work` in its turn. Answers what `full` makes when the line is too long, without waiting. */
  async run<Value>(work: () => Promise<Value>, full: () => Error): Promise<Value> {
    if (this.running < this.atOnce) this.running++;
    else if (this.line.length >= this.longestLine) throw full();
    else await new Promise<void>((resolve) => this.line.push(resolve));
    try {
      return await work();
    } finally {
      // The place is handed on, so nobody new can slip in before the first in line.
      const next = this.line.shift();
      if (next) next();
      else this.running--;
    }
  }
}
