import { IconLock, IconLockOpen, IconRotate } from '@tabler/icons-react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { formatWeight } from '../../../logic/format';
import { keyStep, sliderRange } from '../../../logic/slider';
import { NumberField } from './number-field';
import classes from './sidebar.module.css';

interface Tick {
  readonly value: number;
  readonly label: string;
}

interface Props {
  readonly label: string;
  readonly description?: string | undefined;
  readonly color: string;
  readonly value: number;
  readonly resetTo: number;
  readonly bounds?: readonly [number, number];
  readonly ticks?: readonly Tick[];
  readonly locked: boolean;
  readonly onToggleLock: () => void;
  readonly onChange: (value: number) => void;
  readonly onRest: () => void;
  readonly tools?: ReactNode;
}

/** A slider that reports every position, with an exact number beside it, reset and lock. */
export function SliderField(props: Props): ReactElement {
  const { label, description, color, value, resetTo, ticks = [], locked, onToggleLock, onChange, onRest, tools } = props;
  const [low, high] = props.bounds ?? sliderRange(value);
  const place = (at: number): string => `${((Math.max(low, Math.min(high, at)) - low) / (high - low)) * 100}%`;
  const zero = low <= 0 && high >= 0 ? 0 : low;
  const [start, end] = value < zero ? [value, zero] : [zero, value];
  const settle = (next: number): void => {
    onChange(next);
    onRest();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    const next = keyStep(event, value, low, high);
    if (next === undefined) return;
    event.preventDefault();
    onChange(next);
  };
  return (
    <div className={classes.signal}>
      <div className={classes.line}>
        <span className={classes.swatch} style={{ background: color }} />
        <span className={classes.label} title={description}>
          {label}
        </span>
        <span className={classes.tools} data-kept={locked || undefined}>
          {tools}
          {!locked && value !== resetTo && (
            <button
              type="button"
              className={classes.tool}
              aria-label={`Reset ${label} to ${formatWeight(resetTo)}`}
              title={`Reset to ${formatWeight(resetTo)}`}
              onClick={() => settle(resetTo)}
            >
              <IconRotate size={13} aria-hidden />
            </button>
          )}
          <button
            type="button"
            className={classes.tool}
            aria-pressed={locked}
            aria-label={`Lock ${label}`}
            title={locked ? 'Locked' : 'Lock'}
            onClick={onToggleLock}
          >
            {locked ? <IconLock size={13} aria-hidden /> : <IconLockOpen size={13} aria-hidden />}
          </button>
        </span>
        <NumberField label={`${label}, exact value`} value={value} disabled={locked} onCommit={settle} />
      </div>
      <div className={classes.track}>
        <span className={classes.rail} />
        <span className={classes.fill} style={{ left: place(start), width: `calc(${place(end)} - ${place(start)})`, background: color }} />
        {ticks.map((tick) => (
          <span key={`${tick.value} ${tick.label}`} className={classes.tick} style={{ left: place(tick.value) }} />
        ))}
        <input
          className={classes.input}
          type="range"
          aria-label={label}
          aria-valuetext={formatWeight(value)}
          min={low}
          max={high}
          step="any"
          value={value}
          disabled={locked}
          title={ticks.length > 0 ? ticks.map((tick) => tick.label).join('\n') : undefined}
          onChange={(event) => onChange(Math.round(Number(event.currentTarget.value) * 100) / 100)}
          onKeyDown={press}
          onKeyUp={onRest}
          onPointerUp={onRest}
          onBlur={onRest}
        />
      </div>
    </div>
  );
}
