import type { ReactElement } from 'react';
import type { LearnOutput } from '#shared/schemas/learn';
import classes from './tune.module.css';

type Signal = LearnOutput['signals'][number];

const width = 160;
const height = 14;

/** A weight and its interval on an axis that all rows share, with a line at 0; the numbers beneath for screen readers and small screens. */
export function WeightBar({ signal, all }: { readonly signal: Signal; readonly all: readonly Signal[] }): ReactElement {
  const ends = all.flatMap(({ weight, interval }) => (interval ? [interval.low, interval.high, weight] : [weight]));
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const at = (value: number): number => 4 + ((value - low) / (high - low || 1)) * (width - 8);
  const { interval, weight } = signal;
  return (
    <span className={classes.bar}>
      <svg width={width} height={height} aria-hidden="true">
        <line x1={at(0)} x2={at(0)} y1={0} y2={height} className={classes.zero} />
        {interval && <line x1={at(interval.low)} x2={at(interval.high)} y1={height / 2} y2={height / 2} className={classes.interval} />}
        <circle cx={at(weight)} cy={height / 2} r={4} className={signal.distinguishable === false ? classes.noise : classes.dot} />
      </svg>
      <small>
        {interval ? `[${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]` : 'no resamples'}
        {signal.distinguishable === false && ' · not distinguishable from 0'}
      </small>
    </span>
  );
}
