import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { formatWeight } from '../../../logic/format';
import { positionOf, valueAt } from '../logic/sensitivity-grid';
import { insets } from './sensitivity-chart';
import classes from './sensitivity.module.css';

interface Props {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly xNow: number;
  readonly yNow: number;
  readonly xName: string;
  readonly yName: string;
  readonly onMove: (x: number, y: number) => void;
  readonly onRest: () => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The variant's settings on the map: dragged, or moved from cell to cell with the arrow keys. */
export function SensitivityPoint({ x, y, xNow, yNow, xName, yName, onMove, onRest }: Props): ReactElement {
  const area = useRef<HTMLDivElement>(null);
  const [atX, atY] = [positionOf(x, xNow), positionOf(y, yNow)];
  const moveTo = (event: PointerEvent): void => {
    const box = area.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const across = ((event.clientX - box.left) / box.width) * x.length - 0.5;
    const up = (1 - (event.clientY - box.top) / box.height) * y.length - 0.5;
    onMove(valueAt(x, across), valueAt(y, up));
  };
  const press = (event: KeyboardEvent): void => {
    const step = arrows[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const size = event.shiftKey ? 5 : 1;
    onMove(valueAt(x, Math.round(atX) + size * step[0]), valueAt(y, Math.round(atY) + size * step[1]));
  };
  return (
    <div ref={area} className={classes.area} style={{ inset: `${insets.top}px ${insets.right}px ${insets.bottom}px ${insets.left}px` }}>
      <button
        type="button"
        className={classes.point}
        style={{ left: `${((atX + 0.5) / x.length) * 100}%`, bottom: `${((atY + 0.5) / y.length) * 100}%` }}
        aria-label={`Current point: ${xName} ${formatWeight(xNow)}, ${yName} ${formatWeight(yNow)}`}
        aria-description="Arrow keys move it by a cell, with Shift by five"
        title={`${xName} ${formatWeight(xNow)}, ${yName} ${formatWeight(yNow)}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          event.currentTarget.focus();
          event.preventDefault();
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && moveTo(event)}
        onPointerUp={onRest}
        onKeyDown={press}
        onKeyUp={(event) => arrows[event.key] && onRest()}
      />
    </div>
  );
}
