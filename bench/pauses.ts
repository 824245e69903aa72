import { openSync, readSync } from 'node:fs';

export interface Pause {
  /** The time between two ticks of a 1 ms timer. */
  readonly ms: number;
  /**
   * The part of it in which the thread ran or waited for a CPU. In the rest it slept without being woken, for example because a
   * hypervisor gave its CPUs to other guests.
   */
  readonly ownMs: number;
}

const here = '/proc/thread-self/schedstat';
const bytes = Buffer.alloc(100);

/** Milliseconds that this thread has run or waited for a CPU so far; NaN where the system does not report it. */
function occupiedMs(file: number | undefined): number {
  if (file === undefined) return NaN;
  process.cpuUsage(); // makes the system account for this thread's time since the last tick
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

/** The longest event-loop pause while `work` ran, and the longest part of a pause caused by the process itself. */
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
