import { nextFrame } from './next-frame';

/** Longest wait for a measurement under way: the first of a test, and exact statistics, take their time. */
const MOST_MS = 100;

let measuring = false;
const waiting = new Set<() => void>();

/** From the live loop: a position has been sent to be measured, or none is being measured any more. */
export function measuringTurn(busy: boolean): void {
  measuring = busy;
  for (const start of [...waiting]) start();
}

/**
 * Right behind the next position of the sliders or, when none is being measured, before the next frame. Metrics and lists so
 * asked for are answered together and drawn in one frame; on their own, lists would take the cores while numbers are drawn.
 */
export function withNextPosition(start: () => void): void {
  if (!measuring) return nextFrame(start);
  const begin = (): void => {
    if (!waiting.delete(begin)) return;
    window.clearTimeout(timer);
    start();
  };
  const timer = window.setTimeout(begin, MOST_MS);
  waiting.add(begin);
}
