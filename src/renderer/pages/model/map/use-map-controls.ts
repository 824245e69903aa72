import { useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { pan, zoom, type Camera, type Size } from '../logic/map-camera';
import type { MapDrawing } from './use-map-drawing';
import { useWheelZoom } from './use-wheel-zoom';

const STEP_PX = 60;
/** A press that moves less than this is a click. */
const CLICK_PX = 4;

interface Controlled {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly size: Size;
  readonly drawing: MapDrawing;
  readonly move: (next: Camera) => void;
  readonly hover: (at: readonly [number, number]) => void;
  readonly click: () => void;
  /** Opens the video nearest to the middle. */
  readonly openMiddle: () => void;
}

interface MapControls {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onDoubleClick: () => void;
}

/** Moves the camera by wheel, pointer and keys. */
export function useMapControls({ canvas, size, drawing, move, hover, click, openMiddle }: Controlled): MapControls {
  const { home, view } = drawing;
  const drag = useRef<{ at: readonly [number, number]; moved: boolean } | null>(null);
  useWheelZoom(canvas, (factor, at) => move(zoom(view(), factor, at, size, home)));
  const panBy = (right: number, down: number) => () => move(pan(view(), right, down));
  const zoomBy = (factor: number) => () => move(zoom(view(), factor, [size.width / 2, size.height / 2], size, home));
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: panBy(STEP_PX, 0),
    ArrowRight: panBy(-STEP_PX, 0),
    ArrowUp: panBy(0, STEP_PX),
    ArrowDown: panBy(0, -STEP_PX),
    '+': zoomBy(1.5),
    '=': zoomBy(1.5),
    '-': zoomBy(1 / 1.5),
    '0': () => move(home),
    Enter: openMiddle,
  };
  return {
    onKeyDown: (event) => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    },
    onPointerDown: (event) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { at: placeOf(event), moved: false };
    },
    onPointerMove: (event) => {
      const at = placeOf(event);
      const from = drag.current;
      if (!from) return hover(at);
      const [right, down] = [at[0] - from.at[0], at[1] - from.at[1]];
      if (!from.moved && Math.hypot(right, down) < CLICK_PX) return;
      drag.current = { at, moved: true };
      move(pan(view(), right, down));
    },
    onPointerUp: () => {
      const wasClick = drag.current?.moved === false;
      drag.current = null;
      if (wasClick) click();
    },
    onPointerCancel: () => (drag.current = null),
    onDoubleClick: () => move(home),
  };
}

const placeOf = ({ nativeEvent }: PointerEvent): [number, number] => [nativeEvent.offsetX, nativeEvent.offsetY];
