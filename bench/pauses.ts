import { openSync, readSync } from 'node:fs';

export interface Pause {
  /** From one look of a timer of 1 ms to the next. */
  readonly ms: number;
  /**
   * What of it the thread computed or stood in line for a processor. In the rest it slept and the machine did not wake it: on
   * a guest of a hypervisor, that one had given its processors to others.
   */
  readonly ownMs: number;
}

const here = '/proc/thread-self/schedstat';
const bytes = Buffer.alloc(100);

/** Milliseconds that this thread has computed or waited for a processor so far; NaN where the system does not tell. */
function occupiedMs(file: number | undefined): number {
  if (file === undefined) return NaN;
  process.cpuUsage(); // makes the system count what this thread has computed since the last tick
  const [ran = '', waited = ''] = bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0)).split(' ');
  return (Number(ran) + Number(waited)) / 1e6;
}

function opened(): number | undefined {
  try {
    return openSync(here, 'r');
  } catch {
    return undefined;
  }
}

const file = opened();

/** The longest time the event loop was away while `work` ran, and the most it was away for reasons of its own. */
export async function longestPause(work: () => Promise<unknown>): Promise<Pause> {
  let last = performance.now();
  let occupied = occupiedMs(file);
  let ms = 0;
  let ownMs = 0;
  const look = (): void => {
    const now = performance.now();
    const occupiedNow = occupiedMs(file);
    ms = Math.max(ms, now - last);
    ownMs = Math.max(ownMs, Math.min(now - last, occupiedNow - occupied));
    last = now;
    occupied = occupiedNow;
  };
  const timer = setInterval(look, 1);
  await work();
  look();
  clearInterval(timer);
  return { ms, ownMs };
}
