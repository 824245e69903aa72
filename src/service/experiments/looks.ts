import type { PeekingLedger, TestPart } from '../storage/ledger/peeking-ledger';

/** Where looks at a test side are stored, and whether a result shows their number. */
export interface Looks {
  /** Undefined if they are not stored. */
  readonly ledger: PeekingLedger | undefined;
  readonly shown: boolean;
}

/** Records a look and returns its number, or null if it is not shown. A failing ledger does not fail a run that does not need it. */
export function recordLook({ ledger, shown }: Looks, part: TestPart, look: string, tests: number): number | null {
  try {
    const number = ledger?.recordLook(part, look, tests) ?? null;
    return shown ? number : null;
  } catch (error) {
    if (shown) throw error;
    return null;
  }
}

/** A look at a position of the sliders, to be recorded. */
type Look = () => number;

/** A position that stands this long was looked at. */
const restMs = 2_000;
/** Positions of one drag count as one look for this long, so that a program which asks without pause is counted too. */
const longestDragMs = 30_000;

/**
 * Looks at positions that a drag passes (live evaluations without exact statistics). The exact evaluation at the end of a drag is its look;
 * a position that no exact evaluation follows within two seconds is a look itself. A process that is killed within them loses it.
 */
export class PassingLooks {
  #pending: { readonly look: Look; readonly beganAt: number; readonly timer: NodeJS.Timeout } | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** An exact evaluation is recorded at once: its number; undefined for a position that is only passed. */
  note(isExact: boolean, look: Look): number | undefined {
    if (isExact) this.rest();
    else this.pass(look);
    return isExact ? look() : undefined;
  }

  /** The sliders pass a position: `look` records it, unless the drag goes on. */
  pass(look: Look): void {
    const at = this.now();
    if (this.#pending && at - this.#pending.beganAt >= longestDragMs) this.settle();
    clearTimeout(this.#pending?.timer);
    const timer = setTimeout(() => this.settle(), restMs);
    timer.unref();
    this.#pending = { look, beganAt: this.#pending?.beganAt ?? at, timer };
  }

  /** The drag has ended in an exact evaluation, which is recorded in its place. */
  rest(): void {
    clearTimeout(this.#pending?.timer);
    this.#pending = undefined;
  }

  /** Records what stands; also before the workspace closes. */
  settle(): void {
    const look = this.#pending?.look;
    this.rest();
    try {
      look?.();
    } catch {
      // A failing ledger is reported by the next exact evaluation.
    }
  }
}
