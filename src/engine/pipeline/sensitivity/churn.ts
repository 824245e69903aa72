import type { Run } from '../../model/run';

/** How much of each list is not in the reference lists, by user. Order within the first k positions does not matter. */
export class Churn {
  /** Item → the last user whose reference has it, as index + 1. */
  readonly #marks: Int32Array;

  constructor(
    private readonly reference: Run,
    private readonly k: number,
    itemCount: number,
  ) {
    this.#marks = new Int32Array(itemCount);
  }

  /** 1 − shared / the longer list's length; two empty lists have not changed. */
  of(run: Run, u: number): number {
    const { reference, k } = this;
    const marks = this.#marks;
    const before = Math.min(k, reference.counts[u]);
    const now = Math.min(k, run.counts[u]);
    const longer = Math.max(before, now);
    if (longer === 0) return 0;
    for (let i = 0; i < before; i++) marks[reference.items[u * reference.length + i]] = u + 1;
    let shared = 0;
    for (let i = 0; i < now; i++) if (marks[run.items[u * run.length + i]] === u + 1) shared++;
    return 1 - shared / longer;
  }
}

/** In the order of users, so that every way of computing it gives the same bits. */
export function meanChurn(values: Float64Array): number {
  let sum = 0;
  for (let u = 0; u < values.length; u++) sum += values[u];
  return values.length === 0 ? 0 : sum / values.length;
}
