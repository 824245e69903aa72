import { useCallback, useRef, useState } from 'react';
import type { RankedVideo } from '#shared/schemas/ranking';

/** The row that is pointed at or focused, and where it stands on screen. */
export interface Explained {
  readonly item: RankedVideo;
  readonly at: DOMRect;
  /** Whether its table is shown yet; its curve lights up at once. */
  readonly open: boolean;
}

const OPEN_MS = 300;

/** One explanation for all rows: forty tooltips of their own would slow every move of a slider. */
export function useExplained(): {
  readonly explained: Explained | null;
  readonly show: (item: RankedVideo, row: HTMLElement) => void;
  readonly hide: () => void;
} {
  const [explained, setExplained] = useState<Explained | null>(null);
  const timer = useRef(0);
  const show = useCallback((item: RankedVideo, row: HTMLElement) => {
    window.clearTimeout(timer.current);
    setExplained((before) => ({ item, at: row.getBoundingClientRect(), open: before?.open === true }));
    timer.current = window.setTimeout(() => setExplained((now) => now && { ...now, open: true }), OPEN_MS);
  }, []);
  const hide = useCallback(() => {
    window.clearTimeout(timer.current);
    setExplained(null);
  }, []);
  return { explained, show, hide };
}
