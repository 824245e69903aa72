import { IconLock, IconLockOpen, IconRotate } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { formatWeight } from '../../../logic/format';
import type { FlipTick } from '../logic/flip-ticks';
import { sliderRange } from '../logic/slider';
import { NumberField } from './number-field';
import classes from './sidebar.module.css';
import { SliderTrack } from './slider-track';

interface Props {
  readonly label: string;
  readonly description?: string | undefined;
  readonly color: string;
  readonly value: number;
  readonly resetTo: number;
  readonly bounds?: readonly [number, number];
  readonly ticks?: readonly FlipTick[];
  readonly locked: boolean;
  readonly onToggleLock: () => void;
  readonly onChange: (value: number) => void;
  readonly onRest: () => void;
  readonly tools?: ReactNode;
}

const none = [] as const;

/** A slider that reports every position, with an exact number beside it, reset and lock. */
export function SliderField(props: Props): ReactElement {
  const { label, description, color, value, resetTo, ticks = none, locked, onToggleLock, onChange, onRest, tools } = props;
  const [low, high] = props.bounds ?? sliderRange(value);
  const settle = (next: number): void => {
    onChange(next);
    onRest();
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
      <SliderTrack {...{ label, color, value, low, high, ticks, locked, onChange, onRest }} onJump={settle} />
    </div>
  );
}
