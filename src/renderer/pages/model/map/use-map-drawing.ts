import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import type { CatalogueMap } from '#shared/schemas/model';
import { fitCamera, type Camera, type Size } from '../logic/map-camera';
import { drawingOrder, type Shading } from '../logic/map-colors';
import { cssColor, DotPainter, dotRadius, resolveColor } from './dot-picture';
import type { Highlight } from './use-highlights';

/** The dots in the order in which they are drawn: entry i is point `order[i]` of the map. */
interface OrderedDots {
  readonly order: ArrayLike<number>;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly shades: Uint8Array;
}

export interface MapDrawing {
  readonly dots: OrderedDots;
  /** The camera that shows the whole map. */
  readonly home: Camera;
  readonly view: () => Camera;
  /** Moves the camera and draws the next frame; React does not render. */
  readonly look: (next: Camera) => void;
}

interface Drawn {
  readonly map: CatalogueMap;
  readonly shading: Shading;
  readonly highlights: readonly Highlight[];
  readonly size: Size;
  /** The point under the pointer. */
  readonly marked: number | undefined;
  readonly box: RefObject<HTMLElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
}

/** Draws the map on a canvas when its content, the colour scheme or the camera changes. */
export function useMapDrawing({ map, shading, highlights, size, marked, box, canvas }: Drawn): MapDrawing {
  const scheme = useComputedColorScheme();
  const camera = useRef<Camera | null>(null);
  const home = useMemo(() => fitCamera(map.x, map.y, size), [map, size]);
  const dots = useMemo(() => orderedDots(map, shading), [map, shading]);
  const painter = useRef(new DotPainter());
  const draw = useRef<() => void>(() => undefined);
  const frame = useRef(0);
  const scheduleDraw = (): void => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => draw.current());
  };
  useEffect(() => {
    camera.current = null;
  }, [map.fingerprint, map.method, size]);
  useEffect(() => {
    const scope = box.current;
    if (!scope) return;
    const background = resolveColor('var(--pane)', scope);
    const palette = Uint32Array.from(shading.colors, (color) => resolveColor(color, scope));
    const ink = cssColor(resolveColor('var(--ink)', scope));
    const placeOf = (point: number): readonly [number, number] => [map.x[point] ?? 0, map.y[point] ?? 0];
    const rings = highlights.map(({ point, shape, color }) => {
      const [x, y] = placeOf(point);
      return { x, y, shape, color: cssColor(resolveColor(color, scope)) };
    });
    const place = marked === undefined ? null : placeOf(marked);
    draw.current = () => {
      if (!canvas.current) return;
      const view = (camera.current ??= home);
      const picture = { dots: { ...dots, palette }, rings, marked: place, ink, background: cssColor(background) };
      painter.current.paint(canvas.current, size, window.devicePixelRatio, view, dotRadius(map.x.length, view, home), picture, background);
    };
    scheduleDraw();
  }, [map, shading, dots, highlights, size, home, marked, scheme, box, canvas]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const look = (next: Camera): void => {
    camera.current = next;
    scheduleDraw();
  };
  return { dots, home, view: () => camera.current ?? home, look };
}

function orderedDots({ x, y }: CatalogueMap, { shades }: Shading): OrderedDots {
  const order = drawingOrder(shades);
  return {
    order,
    x: Float32Array.from(order, (dot) => x[dot] ?? 0),
    y: Float32Array.from(order, (dot) => y[dot] ?? 0),
    shades: Uint8Array.from(order, (dot) => shades[dot] ?? 0),
  };
}
