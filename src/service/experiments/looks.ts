import type { PeekingLedger, TestPart } from '../storage/files/peeking-ledger';

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
