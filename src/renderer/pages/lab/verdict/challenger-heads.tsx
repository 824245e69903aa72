import type { ReactElement } from 'react';
import { ForestAxis } from '../../../components/forest/forest-mark';
import { forestAxisNote } from '../../../logic/forest-text';
import classes from './verdict.module.css';

interface HeadsProps {
  readonly letter: string;
  readonly edge: string;
  /** What the unit of the axis is. */
  readonly note: string;
}

/** Heads of the columns that compare a variant with the baseline: its value, the axis, the difference, the verdict and its basis. */
export function ChallengerHeads({ letter, edge, note }: HeadsProps): ReactElement {
  return (
    <>
      <th className={`${classes.value} ${classes.second} ${classes.number}`} scope="col">
        {letter}
      </th>
      <th className={`${classes.spark} ${classes.sparkCell}`} scope="col">
        <span className="visually-hidden">Last positions</span>
      </th>
      <th className={classes.forestCell} scope="col" title={`${note}. ${forestAxisNote}`}>
        <span className="visually-hidden">
          {note}, up to {edge}. {forestAxisNote}
        </span>
        <ForestAxis edge={edge} />
      </th>
      <th className={`${classes.delta} ${classes.number}`} scope="col">
        difference
      </th>
      <th className={`${classes.verdict} ${classes.number} ${classes.verdictCell}`} scope="col">
        verdict
      </th>
      <th className={`${classes.why} ${classes.number} ${classes.whyCell}`} scope="col">
        because
      </th>
    </>
  );
}
