import type { ReactElement } from 'react';
import { forestMark } from '../../../logic/forest-scale';
import { formatDifference } from '../../../logic/format';
import type { MetricComparison } from '../../../logic/verdict-notes';
import classes from './verdict.module.css';

/** One row of the forest plot: the difference as a point (filled, square or hollow by verdict), its interval as a line. */
export function ForestMark({ comparison, extent }: { readonly comparison: MetricComparison; readonly extent: number }): ReactElement {
  const { difference, baselineValue, interval } = comparison;
  const mark = forestMark({ difference, baselineValue, low: interval.low, high: interval.high }, extent);
  const label = `difference ${formatDifference(difference)}, from ${formatDifference(interval.low)} to ${formatDifference(interval.high)}`;
  return (
    <span className={classes.forest} role="img" aria-label={label}>
      <i className={classes.zero} />
      {mark && (
        <>
          <i className={classes.interval} style={{ left: `${mark.low}%`, width: `${mark.high - mark.low}%` }} />
          {mark.clippedLow && <i className={`${classes.clip} ${classes.clipLow}`} />}
          {mark.clippedHigh && <i className={`${classes.clip} ${classes.clipHigh}`} />}
          <i className={classes.point} style={{ left: `${mark.point}%` }} />
        </>
      )}
    </span>
  );
}
