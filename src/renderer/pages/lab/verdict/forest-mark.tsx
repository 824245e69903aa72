import type { ReactElement } from 'react';
import { formatDifference, formatP } from '../../../logic/format';
import { correctedInterval } from '../logic/corrected-interval';
import { forestMark, forestText, formatRelative, fitsLabel } from '../logic/forest-scale';
import type { MetricComparison } from '../logic/verdict-notes';
import classes from './verdict.module.css';

/**
 * One row of the forest plot: the difference as a point (filled, square or hollow by verdict), its interval as a line. A cut-off
 * row has an arrow with its number. Thick: the corrected interval, by which the verdict is given; thin: the plain interval.
 */
export function ForestMark({ comparison, extent }: { readonly comparison: MetricComparison; readonly extent: number }): ReactElement {
  const { difference, baselineValue, interval } = comparison;
  const plain = { difference, baselineValue, low: interval.low, high: interval.high };
  const corrected = correctedInterval(comparison);
  const row = { ...plain, ...corrected };
  const mark = forestMark(row, extent);
  const thin = corrected && forestMark(plain, extent);
  const label = `${forestText(plain, extent)}${corrected ? `; corrected for all tests from ${formatDifference(corrected.low)} to ${formatDifference(corrected.high)}` : ''}; ${comparison.verdict}${comparison.adjustedPValue === null ? '' : `, corrected p ${formatP(comparison.adjustedPValue)}`}`;
  const number = (beyond: number, side: 'low' | 'high', place: string | undefined): ReactElement | false =>
    mark !== undefined && fitsLabel(mark, side) && <b className={`${classes.beyond} ${place}`}>{formatRelative(beyond, baselineValue)}</b>;
  return (
    <span className={classes.forest} role="img" aria-label={label} title={label}>
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
