import { Portal } from '@mantine/core';
import type { ReactElement } from 'react';
import { ContributionTable } from './contribution-table';
import classes from './lists.module.css';
import type { Explained } from './use-explained';

/** About the height of the table: shown below its row if there is no space above. */
const CARD_HEIGHT = 250;

/** The explanation of the hovered row. */
export function ExplanationCard({ explained: { item, at, open } }: { readonly explained: Explained }): ReactElement | null {
  if (!open) return null;
  const above = at.top > CARD_HEIGHT;
  const vertical = above ? { bottom: window.innerHeight - at.top + 6 } : { top: at.bottom + 6 };
  return (
    <Portal>
      <div role="tooltip" className={classes.card} style={{ ...vertical, right: Math.max(8, window.innerWidth - at.right) }}>
        <ContributionTable contributions={item.contributions} score={item.score} sources={item.sources} runs={item.runs} />
      </div>
    </Portal>
  );
}
