import { useComputedColorScheme } from '@mantine/core';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type RefObject,
} from 'react';
import type { CatalogueMap } from '#shared/schemas/model';
import { fitCamera, nearestPoint, pan, toScreen, zoom, type Camera, type Size } from '../logic/map-camera';
import { drawingOrder, type Shading } from '../logic/map-colors';
import { cssColor, DotPainter, dotRadius, resolveColor } from './dot-picture';
import type { Highlight } from './use-highlights';
import classes from './map.module.css';

interface Props {
  readonly map: CatalogueMap;
  readonly shading: Shading;
  readonly highlights: readonly Highlight[];
  readonly label: string;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** What is said about a video under the pointer. */
  readonly describe: (point: number) => string;
  readonly onOpen: (videoId: string) => void;
}

const REACH_PX = 10;
const STEP_PX = 60;

/** The dots, drawn on one canvas. Moving the camera never renders React: it only draws the next frame. */
export function MapCanvas({ map, shading, highlights, label, canvas, describe, onOpen }: Props): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const help = useId();
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [marked, setMarked] = useState<{ point: number; left: number; top: number } | null>(null);
  const camera = useRef<Camera | null>(null);
  const home = useMemo(() => fitCamera(map.x, map.y, size), [map, size]);
  const ordered = useMemo(() => {
    const order = drawingOrder(shading.shades);
    return {
      order,
      x: Float32Array.from(order, (dot) => map.x[dot] ?? 0),
      y: Float32Array.from(order, (dot) => map.y[dot] ?? 0),
      shades: Uint8Array.from(order, (dot) => shading.shades[dot] ?? 0),
    };
  }, [map, shading]);
  const painter = useRef(new DotPainter());
  const draw = useRef<() => void>(() => undefined);
  const frame = useRef(0);
  const scheduleDraw = (): void => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => draw.current());
  };

  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    camera.current = null;
  }, [map.fingerprint, map.method, size]);
  useEffect(() => {
    const scope = box.current;
    if (!scope) return;
    const background = resolveColor('var(--pane)', scope);
    const palette = Uint32Array.from(shading.colors, (color) => resolveColor(color, scope));
    const ink = cssColor(resolveColor('var(--ink)', scope));
    const rings = highlights.map(({ point, shape, color }) => ({
      x: map.x[point] ?? 0,
      y: map.y[point] ?? 0,
      shape,
      color: cssColor(resolveColor(color, scope)),
    }));
    const place = marked && ([map.x[marked.point] ?? 0, map.y[marked.point] ?? 0] as const);
    draw.current = () => {
      if (!canvas.current) return;
      const view = (camera.current ??= home);
      const picture = { dots: { ...ordered, palette }, rings, marked: place, ink, background: cssColor(background) };
      painter.current.paint(canvas.current, size, window.devicePixelRatio, view, dotRadius(map.x.length, view, home), picture, background);
    };
    scheduleDraw();
  }, [map, shading, ordered, highlights, size, home, marked, scheme, canvas]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const markAt = (at: readonly [number, number]): void => {
    const found = nearestPoint(ordered.x, ordered.y, camera.current ?? home, at, size, REACH_PX);
    const point = found < 0 ? undefined : ordered.order[found];
    if (point === undefined) return setMarked(null);
    if (point === marked?.point) return;
    const [left, top] = toScreen(camera.current ?? home, [map.x[point] ?? 0, map.y[point] ?? 0], size);
    setMarked({ point, left, top });
  };
  const move = (next: Camera): void => {
    camera.current = next;
    if (marked) setMarked(null);
    scheduleDraw();
  };
  const middle = [size.width / 2, size.height / 2] as const;
  useWheel(canvas, (factor, at) => move(zoom(camera.current ?? home, factor, at, size, home)));

  const drag = useRef<{ at: readonly [number, number]; moved: boolean } | null>(null);
  const placeOf = (event: PointerEvent): [number, number] => [event.nativeEvent.offsetX, event.nativeEvent.offsetY];
  const pointerMove = (event: PointerEvent): void => {
    const at = placeOf(event);
    const from = drag.current;
    if (!from) return markAt(at);
    const [right, down] = [at[0] - from.at[0], at[1] - from.at[1]];
    if (!from.moved && Math.hypot(right, down) < 4) return;
    drag.current = { at, moved: true };
    move(pan(camera.current ?? home, right, down));
  };
  const pointerUp = (): void => {
    const wasClick = drag.current?.moved === false;
    drag.current = null;
    const id = marked && map.videoIds[marked.point];
    if (wasClick && id) onOpen(id);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(pan(camera.current ?? home, STEP_PX, 0)),
    ArrowRight: () => move(pan(camera.current ?? home, -STEP_PX, 0)),
    ArrowUp: () => move(pan(camera.current ?? home, 0, STEP_PX)),
    ArrowDown: () => move(pan(camera.current ?? home, 0, -STEP_PX)),
    '+': () => move(zoom(camera.current ?? home, 1.5, middle, size, home)),
    '=': () => move(zoom(camera.current ?? home, 1.5, middle, size, home)),
    '-': () => move(zoom(camera.current ?? home, 1 / 1.5, middle, size, home)),
    '0': () => move(home),
    Enter: () => {
      const found = nearestPoint(ordered.x, ordered.y, camera.current ?? home, middle, size, Infinity);
      const id = map.videoIds[ordered.order[found] ?? -1];
      if (id !== undefined) onOpen(id);
    },
  };
  const keyDown = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div ref={box} className={classes.box}>
      <canvas
        ref={canvas}
        className={classes.canvas}
        style={{ width: size.width, height: size.height, cursor: marked ? 'pointer' : 'grab' }}
        tabIndex={0}
        role="application"
        aria-label={label}
        aria-describedby={help}
        onKeyDown={keyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { at: placeOf(event), moved: false };
        }}
        onPointerMove={pointerMove}
        onPointerUp={pointerUp}
        onPointerCancel={() => (drag.current = null)}
        onPointerLeave={() => setMarked(null)}
        onDoubleClick={() => move(home)}
      />
      <i className={classes.crosshair} aria-hidden />
      {marked && (
        <div className={classes.tip} style={{ left: marked.left, top: marked.top }} data-flip={marked.left > size.width / 2 || undefined}>
          <b>{map.titles[marked.point]}</b>
          <span>{describe(marked.point)}</span>
        </div>
      )}
      <p id={help} className="visually-hidden">
        Arrow keys move the map, plus and minus zoom, 0 shows all of it, Enter opens the video nearest to the middle. The table below says
        the same in words.
      </p>
    </div>
  );
}

/** React listens to the wheel passively, which would scroll the page as well. */
function useWheel(canvas: RefObject<HTMLCanvasElement | null>, onZoom: (factor: number, at: [number, number]) => void): void {
  const newest = useRef(onZoom);
  useEffect(() => {
    newest.current = onZoom;
  });
  useEffect(() => {
    const element = canvas.current;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      newest.current(Math.exp((-event.deltaY * lines) / 400), [event.offsetX, event.offsetY]);
    };
    element?.addEventListener('wheel', wheel, { passive: false });
    return () => element?.removeEventListener('wheel', wheel);
  }, [canvas]);
}
