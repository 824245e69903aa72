import type { ReactElement } from 'react';
import { fitsLabel, forestMark, type Effect } from '#shared/forest-scale';
import { forestRows, forestText, formatEffect, type MetricComparison } from '../../logic/forest-text';
import classes from './forest.module.css';

interface Props {
  readonly comparison: MetricComparison;
  readonly effect: Effect;
  /** Half-width of the axis in units of the effect. */
  readonly extent: number;
}

/**
 * One row of the forest plot: the difference as a point (filled, square or hollow by verdict), its interval as a line. A cut-off
 * row has an arrow with its number. Thick: the corrected interval, by which the verdict is given; thin: the plain interval.
 */
export function ForestMark({ comparison, effect, extent }: Props): ReactElement {
  const { baselineValue, verdict } = comparison;
  const { plain, corrected } = forestRows(comparison, effect);
  const mark = forestMark(corrected ?? plain, extent);
  const thin = corrected && forestMark(plain, extent);
  const number = (beyond: number, side: 'low' | 'high', place: string | undefined): ReactElement | false =>
    mark !== undefined &&
    fitsLabel(mark, side) && <b className={`${classes.beyond} ${place}`}>{formatEffect(beyond, effect, baselineValue)}</b>;
  return (
    <span className={`${classes.forest} ${classes[verdict]}`} role="img" aria-label={forestText(comparison, effect, extent)}>
      <i className={classes.zero} />
      {mark && (
        <>
          <i className={classes.interval} style={{ left: `${mark.low}%`, width: `${mark.high - mark.low}%` }} />
          {thin && <i className={classes.plain} style={{ left: `${thin.low}%`, width: `${thin.high - thin.low}%` }} />}
          {mark.beyondLow !== null && <i className={`${classes.clip} ${classes.clipLow}`} />}
          {mark.beyondLow !== null && number(mark.beyondLow, 'low', classes.beyondLow)}
          {mark.beyondHigh !== null && <i className={`${classes.clip} ${classes.clipHigh}`} />}
          {mark.beyondHigh !== null && number(mark.beyondHigh, 'high', classes.beyondHigh)}
          {mark.point !== null && <i className={classes.point} style={{ left: `${mark.point}%` }} />}
        </>
      )}
    </span>
  );
}

/** The ends of the axis, above the rows. */
export const ForestAxis = ({ edge }: { readonly edge: string }): ReactElement => (
  <span className={classes.axis} aria-hidden>
    <span>−{edge.slice(1)}</span>
    <span>0</span>
    <span>+{edge.slice(1)}</span>
  </span>
);
