import type { ReactElement } from 'react';
import classes from './signals.module.css';

interface Props {
  readonly counts: readonly number[];
  readonly low: number;
  readonly high: number;
}

const HEIGHT = 72;
const BAR = 14;
const GAP = 2;

/** How the values are distributed, in bins of equal width. */
export function Histogram({ counts, low, high }: Props): ReactElement | null {
  const most = Math.max(1, ...counts);
  if (counts.length === 0) return null;
  const width = counts.length * (BAR + GAP);
  return (
    <figure className={classes.histogram}>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={`Distribution of values from ${low.toPrecision(4)} to ${high.toPrecision(4)}`}
      >
        {counts.map((count, bin) => {
          const height = (count / most) * HEIGHT;
          // Bins do not move: the index is their identity.
          return <rect key={bin} x={bin * (BAR + GAP)} y={HEIGHT - height} width={BAR} height={height} rx={2} />;
        })}
      </svg>
      <figcaption>
        <span>{low.toPrecision(4)}</span>
        <span>{high.toPrecision(4)}</span>
      </figcaption>
    </figure>
  );
}
