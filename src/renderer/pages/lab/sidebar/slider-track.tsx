import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import type { FlipTick } from '../logic/flip-ticks';
import { formatWeight, plural } from '../../../logic/format';
import { keyStep } from '../logic/slider';
import { FlipTip } from './flip-tip';
import classes from './slider-track.module.css';
import { THUMB_PX, useFlipMarks } from './use-flip-marks';

interface Props {
  readonly label: string;
  readonly color: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly FlipTick[];
  readonly locked: boolean;
  readonly onChange: (value: number) => void;
  readonly onJump: (value: number) => void;
  readonly onRest: () => void;
}

/** The slider itself with the marks of its track. Marks stand where the thumb's middle stands at their weight. */
export function SliderTrack({ label, color, value, low, high, ticks, locked, onChange, onJump, onRest }: Props): ReactElement {
  const marks = useFlipMarks({ ticks, low, high, value, disabled: locked, onJump });
  const shareOf = (at: number): number => (Math.max(low, Math.min(high, at)) - low) / (high - low);
  const place = (at: number): string => `calc(${THUMB_PX}px + (100% - ${2 * THUMB_PX}px) * ${shareOf(at)})`;
  const zero = low <= 0 && high >= 0 ? 0 : low;
  const [start, end] = value < zero ? [value, zero] : [zero, value];
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (marks.press(event)) return;
    const next = keyStep(event, value, low, high);
    if (next === undefined) return;
    event.preventDefault();
    onChange(next);
  };
  const release = (event: PointerEvent<HTMLInputElement>): void => {
    if (!marks.release(event)) onRest();
  };
  return (
    <div className={classes.track}>
      <span className={classes.rail} />
      <span className={classes.fill} style={{ left: place(start), width: `calc(${place(end)} - ${place(start)})`, background: color }} />
      {ticks.map((tick) => (
        <span
          key={`${tick.value} ${tick.label}`}
          className={classes.tick}
          style={{ left: place(tick.value) }}
          data-weight={tick.value}
          data-flip={tick.label}
          data-lit={tick === marks.shown?.tick || undefined}
        />
      ))}
      <input
        className={classes.input}
        type="range"
        aria-label={label}
        aria-valuetext={formatWeight(value)}
        aria-description={ticks.length > 0 ? `${plural(ticks.length, 'flip mark')}; [ and ] go from mark to mark` : undefined}
        min={low}
        max={high}
        step="any"
        value={value}
        disabled={locked}
        onChange={(event) => onChange(Math.round(Number(event.currentTarget.value) * 100) / 100)}
        onKeyDown={press}
        onKeyUp={onRest}
        onPointerUp={release}
        onBlur={onRest}
        {...marks.handlers}
      />
      {marks.shown && <FlipTip shown={marks.shown} />}
      <span className="visually-hidden" role="status">
        {marks.shown?.tick.label}
      </span>
    </div>
  );
}
