import type { ReactElement } from 'react';
import { formatCount, formatValue, plural } from '../../../logic/format';
import { rampColor, unknownColor, type ColorBy, type Shading } from '../logic/map-colors';
import type { Highlight } from './use-highlights';
import classes from './map.module.css';

interface Props {
  readonly shading: Shading;
  readonly colorBy: ColorBy;
  readonly highlights: readonly Highlight[];
  /** The highlighted category. */
  readonly only: number | null;
  readonly onOnly: (code: number | null) => void;
}

const stops = [0, 0.25, 0.5, 0.75, 1].map(rampColor).join(', ');

/** Legend of colours and rings; pressing a category highlights it. */
export function MapLegend({ shading, colorBy, highlights, only, onOnly }: Props): ReactElement {
  const write = colorBy === 'score' ? formatValue : formatCount;
  return (
    <div className={classes.legend}>
      {shading.legend.map(({ label, color, count, code }) => (
        <button
          key={code}
          type="button"
          className={classes.entry}
          aria-pressed={only === code}
          onClick={() => onOnly(only === code ? null : code)}
        >
          <i style={{ background: color }} />
          {label} <small>{formatCount(count)}</small>
        </button>
      ))}
      {shading.scale && (
        <span className={classes.scale}>
          {write(shading.scale.low)}
          <i style={{ background: `linear-gradient(to right, ${stops})` }} />
          {write(shading.scale.high)} {colorBy === 'popularity' ? 'users' : 'score'}
        </span>
      )}
      {colorBy === 'score' && (
        <span className={classes.item}>
          <i style={{ background: unknownColor }} /> not a candidate
        </span>
      )}
      {(['A', 'B'] as const).map((list) => {
        const marks = highlights.filter((mark) => mark.list === list);
        return (
          marks[0] && (
            <span key={list} className={classes.item}>
              <i className={marks[0].shape === 'circle' ? classes.circle : classes.square} style={{ borderColor: marks[0].color }} />
              list {list} of the Lab, {plural(marks.length, 'video')}
            </span>
          )
        );
      })}
    </div>
  );
}
