import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from 'react';
import { acrossTick, nearestTick, tickBeside, type FlipTick } from '../logic/flip-ticks';

/** Half the thumb: the track's ends lie this far inside the element. */
export const THUMB_PX = 7;
const REACH_PX = 4;
/** Pressing without moving further than this is a click. */
const STILL_PX = 3;

/** The active mark and its position on screen. */
export interface ShownMark {
  readonly tick: FlipTick;
  readonly left: number;
  readonly top: number;
  readonly input: HTMLInputElement;
}

interface Options {
  readonly ticks: readonly FlipTick[];
  readonly low: number;
  readonly high: number;
  readonly value: number;
  readonly disabled: boolean;
  readonly onJump: (value: number) => void;
}

interface FlipMarks {
  readonly shown: ShownMark | null;
  readonly handlers: {
    readonly onPointerMove: (event: PointerEvent<HTMLInputElement>) => void;
    readonly onPointerDown: (event: PointerEvent<HTMLInputElement>) => void;
    readonly onPointerLeave: () => void;
    readonly onBlurCapture: (event: FocusEvent) => void;
  };
  /** Whether a press hit a mark and became a jump. */
  readonly release: (event: PointerEvent<HTMLInputElement>) => boolean;
  /** `]` and `[` jump to the mark above and below. Returns whether the key was one of them. */
  readonly press: (event: KeyboardEvent<HTMLInputElement>) => boolean;
}

/** Marks on a slider's track: hovering shows the swap, a click or a key jumps there. The slider stays draggable. */
export function useFlipMarks({ ticks, low, high, value, disabled, onJump }: Options): FlipMarks {
  const [shown, setShown] = useState<ShownMark | null>(null);
  useEffect(() => {
    if (!shown) return;
    // One at a time: hovering elsewhere closes a tooltip opened by a key.
    const elsewhere = (event: Event): void => {
      if (event.target !== shown.input) setShown(null);
    };
    window.addEventListener('pointermove', elsewhere);
    return () => window.removeEventListener('pointermove', elsewhere);
  }, [shown]);
  const pressed = useRef<{ readonly x: number; readonly weight: number } | null>(null);
  const markAt = (event: PointerEvent<HTMLInputElement>): FlipTick | undefined => {
    const perPixel = (high - low) / Math.max(1, event.currentTarget.clientWidth - 2 * THUMB_PX);
    return nearestTick(ticks, low + (event.nativeEvent.offsetX - THUMB_PX) * perPixel, REACH_PX * perPixel);
  };
  const show = (tick: FlipTick | undefined, input: HTMLInputElement): void => {
    if (!tick) return setShown(null);
    if (tick === shown?.tick) return;
    const box = input.getBoundingClientRect();
    const share = (tick.value - low) / (high - low);
    setShown({ tick, left: box.left + THUMB_PX + share * (box.width - 2 * THUMB_PX), top: box.bottom, input });
  };
  const jump = (tick: FlipTick, from: number): void => {
    if (!disabled) onJump(acrossTick(tick, from));
  };
  return {
    shown,
    handlers: {
      onPointerMove: (event) => show(event.buttons === 0 ? markAt(event) : undefined, event.currentTarget),
      // Before the press itself moves the thumb.
      onPointerDown: (event) => (pressed.current = { x: event.clientX, weight: value }),
      onPointerLeave: () => setShown(null),
      onBlurCapture: () => setShown(null),
    },
    release: (event) => {
      const from = pressed.current;
      pressed.current = null;
      const tick = from && Math.abs(event.clientX - from.x) <= STILL_PX ? markAt(event) : undefined;
      if (tick && from) jump(tick, from.weight);
      return tick !== undefined;
    },
    press: (event) => {
      if (event.key !== ']' && event.key !== '[') {
        setShown(null);
        return false;
      }
      event.preventDefault();
      const tick = tickBeside(ticks, value, event.key === ']' ? 1 : -1);
      if (tick) {
        jump(tick, value);
        show(tick, event.currentTarget);
      }
      return true;
    },
  };
}
