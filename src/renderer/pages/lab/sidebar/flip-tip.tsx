import { Portal } from '@mantine/core';
import type { ReactElement } from 'react';
import classes from './slider-track.module.css';
import type { ShownMark } from './use-flip-marks';

/** Tooltip of a flip mark. */
export function FlipTip({ shown: { tick, left, top } }: { readonly shown: ShownMark }): ReactElement {
  return (
    <Portal>
      <div className={classes.tip} role="tooltip" style={{ left: Math.max(8, left - 40), top: top + 4 }}>
        {tick.label}
        <small>Click to go there; [ and ] go from mark to mark</small>
      </div>
    </Portal>
  );
}
