import { useCallback, useEffect, useRef, useState } from 'react';
import { advance } from '../logic/playback';

/** Whole tests a second ×1 takes to play. */
const secondsAtNormalSpeed = 20;
/** Redrawing more often than this is not seen, and costs the other work of the page. */
const frameMs = 50;

export interface Playback {
  /** Users shown so far. */
  readonly users: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly setSpeed: (speed: number) => void;
  readonly toggle: () => void;
  readonly seek: (users: number) => void;
}

/**
 * Plays a test of `total` users of which `available` are computed. It starts by itself with every new test (`test` is its id), waits at the end of what
 * is computed, and stops at the end; playing again from the end starts over. With reduced motion the end is shown at once.
 */
export function usePlayback(test: string | null, total: number, available: number): Playback {
  const [users, setUsers] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const still = useRef(window.matchMedia('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    setUsers(0);
    setPlaying(test !== null);
  }, [test]);
  useEffect(() => {
    if (!playing || total === 0) return;
    let last = performance.now();
    const timer = window.setInterval(() => {
      const now = performance.now();
      const seconds = (now - last) / 1_000;
      last = now;
      const step = still.current ? total : (total * speed * seconds) / secondsAtNormalSpeed;
      setUsers((shown) => advance(shown, step, available));
    }, frameMs);
    return () => window.clearInterval(timer);
  }, [playing, total, available, speed]);
  useEffect(() => {
    if (total > 0 && users >= total) setPlaying(false);
  }, [users, total]);
  const toggle = useCallback(() => {
    if (!playing && total > 0 && users >= total) setUsers(0);
    setPlaying(!playing);
  }, [playing, users, total]);
  const seek = useCallback((to: number) => {
    setPlaying(false);
    setUsers(to);
  }, []);
  return { users, playing, speed, setSpeed, toggle, seek };
}
