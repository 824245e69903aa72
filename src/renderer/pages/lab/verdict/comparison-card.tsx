import { Portal } from '@mantine/core';
import type { ReactElement } from 'react';
import { Facts } from '../../../components/facts';
import { TieMarks } from '../../../components/forest/tie-marks';
import { comparisonFacts, type MetricComparison } from '../../../logic/forest-text';
import classes from './verdict.module.css';

/** The row that hover or focus explains: a metric, in a group of users or among all. */
export interface ShownRow {
  readonly spec: string;
  /** In words: “cold users”. */
  readonly group: string | null;
  readonly at: DOMRect;
}

/** About the height of the card: above its row if there is no space below. */
const CARD_HEIGHT = 170;

interface Props {
  readonly shown: ShownRow;
  readonly comparison: MetricComparison;
}

/** The reason without the numbers in its middle, which the card lists: “Undecided, chance could explain it. About 430 more users would …”. */
const withoutNumbers = (reason: string): string => reason.replace(/: [+−-]?[\d.]+.* users\./, '.');

/** What a verdict rests on: difference, both intervals, p and test, and the reason in a sentence. */
export function ComparisonCard({ shown: { spec, group, at }, comparison }: Props): ReactElement {
  const below = at.bottom + CARD_HEIGHT < window.innerHeight;
  const vertical = below ? { top: at.bottom + 4 } : { bottom: window.innerHeight - at.top + 4 };
  return (
    <Portal>
      <div role="tooltip" className={classes.card} style={{ ...vertical, left: Math.max(8, Math.min(at.left, window.innerWidth - 470)) }}>
        <b>
          {spec}
          {group !== null && `, ${group}`}: {comparison.verdict}
          <TieMarks ties={comparison.verdictDependsOnTies} />
        </b>
        <Facts facts={comparisonFacts(comparison)} />
        <p>{withoutNumbers(comparison.reason)}</p>
      </div>
    </Portal>
  );
}
