import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { ParallelAxis } from './parallel-axis';
import classes from './parallel.module.css';

interface Props {
  readonly axis: ParallelAxis;
  /** From 0 to 1; undefined while every line passes. */
  readonly range: readonly [low: number, high: number] | undefined;
  readonly onRange: (low: number, high: number) => void;
}

const steps: Readonly<Record<string, number>> = {
  ArrowUp: 0.02,
  ArrowRight: 0.02,
  ArrowDown: -0.02,
  ArrowLeft: -0.02,
  PageUp: 0.1,
  PageDown: -0.1,
};

/** Chooses a range of an axis: drag along the axis, or move either end with the arrow keys; Escape or a double click lets all pass again. */
export function AxisBrush({ axis, range, onRange }: Props): ReactElement {
  const track = useRef<HTMLDivElement>(null);
  const from = useRef<number | null>(null);
  const [low, high] = range ?? [0, 1];
  const positionOf = ({ clientY }: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box ? Math.max(0, Math.min(1, (box.bottom - clientY) / box.height)) : 0;
  };
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = positionOf(event);
    // Near an end the drag moves that end.
    from.current = range && Math.abs(at - low) < 0.04 ? high : range && Math.abs(at - high) < 0.04 ? low : at;
  };
  const drag = (event: PointerEvent): void => {
    const at = positionOf(event);
    if (from.current !== null && Math.abs(at - from.current) > 0.01) onRange(from.current, at);
  };
  return (
    <div
      ref={track}
      className={classes.track}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={() => (from.current = null)}
      onPointerCancel={() => (from.current = null)}
      onDoubleClick={() => onRange(0, 1)}
    >
      {range && <i className={classes.range} style={{ bottom: `${low * 100}%`, height: `${(high - low) * 100}%` }} />}
      <End axis={axis} name="Lowest" at={low} onMove={(to) => onRange(Math.min(to, high), high)} onClear={() => onRange(0, 1)} />
      <End axis={axis} name="Highest" at={high} onMove={(to) => onRange(low, Math.max(to, low))} onClear={() => onRange(0, 1)} />
    </div>
  );
}

interface EndProps {
  readonly axis: ParallelAxis;
  readonly name: 'Lowest' | 'Highest';
  readonly at: number;
  readonly onMove: (to: number) => void;
  readonly onClear: () => void;
}

function End({ axis, name, at, onMove, onClear }: EndProps): ReactElement {
  const move = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? 1 : step === undefined ? undefined : Math.max(0, Math.min(1, at + step));
    if (to === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    if (to === undefined) onClear();
    else onMove(to);
  };
  return (
    <span
      role="slider"
      tabIndex={0}
      className={classes.end}
      style={{ bottom: `${at * 100}%` }}
      aria-label={`${name} ${axis.name}`}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at * 100)}
      aria-valuetext={axis.textAt(at)}
      title={`${name} ${axis.name}: ${axis.textAt(at)}. Drag along the axis, or press the arrow keys`}
      onKeyDown={move}
    />
  );
}
