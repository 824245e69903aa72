import { useId, useRef, useState, type ReactElement, type RefObject } from 'react';
import type { CatalogueMap } from '#shared/schemas/model';
import { nearestPoint, toScreen, type Camera } from '../logic/map-camera';
import type { Shading } from '../logic/map-colors';
import { useBoxSize } from './use-box-size';
import type { Highlight } from './use-highlights';
import { useMapControls } from './use-map-controls';
import { useMapDrawing } from './use-map-drawing';
import classes from './map.module.css';

interface Props {
  readonly map: CatalogueMap;
  readonly shading: Shading;
  readonly highlights: readonly Highlight[];
  readonly label: string;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Tooltip of the video under the pointer. */
  readonly describe: (point: number) => string;
  readonly onOpen: (videoId: string) => void;
}

const REACH_PX = 10;

/** The dots, drawn on one canvas. Moving the camera never renders React: it only draws the next frame. */
export function MapCanvas({ map, shading, highlights, label, canvas, describe, onOpen }: Props): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const help = useId();
  const size = useBoxSize(box);
  const [marked, setMarked] = useState<{ point: number; left: number; top: number } | null>(null);
  const drawing = useMapDrawing({ map, shading, highlights, size, marked: marked?.point, box, canvas });
  const pointAt = (at: readonly [number, number], reach: number): number | undefined => {
    const { dots, view } = drawing;
    const found = nearestPoint(dots.x, dots.y, view(), at, size, reach);
    return found < 0 ? undefined : dots.order[found];
  };
  const hover = (at: readonly [number, number]): void => {
    const point = pointAt(at, REACH_PX);
    if (point === undefined) return setMarked(null);
    if (point === marked?.point) return;
    const [left, top] = toScreen(drawing.view(), [map.x[point] ?? 0, map.y[point] ?? 0], size);
    setMarked({ point, left, top });
  };
  const move = (next: Camera): void => {
    if (marked) setMarked(null);
    drawing.look(next);
  };
  const open = (point: number | undefined): void => {
    const id = map.videoIds[point ?? -1];
    if (id) onOpen(id);
  };
  const controls = useMapControls({
    canvas,
    size,
    drawing,
    move,
    hover,
    click: () => open(marked?.point),
    openMiddle: () => open(pointAt([size.width / 2, size.height / 2], Infinity)),
  });
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
        onPointerLeave={() => setMarked(null)}
        {...controls}
      />
      <i className={classes.crosshair} aria-hidden />
      {marked && <Tip {...marked} flip={marked.left > size.width / 2} title={map.titles[marked.point]} text={describe(marked.point)} />}
      <p id={help} className="visually-hidden">
        Arrow keys move the map, plus and minus zoom, 0 shows all of it, Enter opens the video nearest to the middle. The table below
        describes the same data.
      </p>
    </div>
  );
}

interface TipProps {
  readonly left: number;
  readonly top: number;
  /** Whether it stands to the left of its dot, so that it fits. */
  readonly flip: boolean;
  readonly title: string | undefined;
  readonly text: string;
}

const Tip = ({ left, top, flip, title, text }: TipProps): ReactElement => (
  <div className={classes.tip} style={{ left, top }} data-flip={flip || undefined}>
    <b>{title}</b>
    <span>{text}</span>
  </div>
);
