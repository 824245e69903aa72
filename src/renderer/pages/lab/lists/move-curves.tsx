import { memo, type ReactElement } from 'react';
import { curvePath, type Move } from '../logic/list-moves';
import classes from './lists.module.css';

/** Height of a row and its gap, as in lists.module.css. */
const PITCH = 41;
const MIDDLE = 18.5;
const WIDTH = 44;

interface Props {
  readonly moves: readonly Move[];
  readonly lit: string | null;
  readonly rows: number;
}

/** Connects each video's position on the left with its position on the right. The rows contain the same as text. */
export const MoveCurves = memo(function MoveCurves({ moves, lit, rows }: Props): ReactElement {
  return (
    <svg className={classes.links} width={WIDTH} height={rows * PITCH} aria-hidden>
      {moves
        .filter(({ kind, id }) => kind === 'up' || kind === 'down' || (kind === 'same' && id === lit))
        .map(({ id, kind, from, to }) => (
          <path
            key={id}
            className={`${classes[kind]} ${id === lit ? classes.lit : ''}`}
            d={curvePath(from * PITCH + MIDDLE, to * PITCH + MIDDLE, WIDTH)}
          />
        ))}
    </svg>
  );
});
