import { useCallback, useRef, useState } from 'react';
import type { RankedVideo } from '#shared/schemas/ranking';

/** The hovered or focused row and its position on screen. */
export interface Explained {
  readonly item: RankedVideo;
  /** Letter of the list in which the row stands. */
  readonly letter: string;
  readonly at: DOMRect;
  /** Whether its table is shown; its curve is highlighted at once. */
  readonly open: boolean;
}

const OPEN_MS = 300;

/** One explanation card for all rows: forty tooltips would slow every slider move. */
export function useExplained(): {
  readonly explained: Explained | null;
  readonly show: (item: RankedVideo, row: HTMLElement, letter: string) => void;
  readonly hide: () => void;
} {
  const [explained, setExplained] = useState<Explained | null>(null);
  const timer = useRef(0);
  const show = useCallback((item: RankedVideo, row: HTMLElement, letter: string) => {
    window.clearTimeout(timer.current);
    setExplained((before) => ({ item, letter, at: row.getBoundingClientRect(), open: before?.open === true }));
    timer.current = window.setTimeout(() => setExplained((now) => now && { ...now, open: true }), OPEN_MS);
  }, []);
  const hide = useCallback(() => {
    window.clearTimeout(timer.current);
    setExplained(null);
  }, []);
  return { explained, show, hide };
}

/**
 * What is explained, as it is in the lists on screen now: after a change under a resting pointer it is the video that stands at the
 * same place. Null where that place is gone.
 */
export function currentExplanation(explained: Explained | null, items: readonly RankedVideo[] | undefined): Explained | null {
  if (explained === null) return null;
  const item = items?.find(({ position }) => position === explained.item.position);
  return item ? { ...explained, item } : null;
}
