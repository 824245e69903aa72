import { Loader } from '@mantine/core';
import { useEffect, useState, type ReactElement } from 'react';
import classes from './states.module.css';

/** Appears only after a delay, so that fast loads do not flicker. */
export function Loading({ label }: { readonly label: string }): ReactElement {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setVisible(true), 250);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div className={classes.state} role="status" aria-label={label}>
      {visible && (
        <>
          <Loader size="sm" aria-hidden />
          <p>{label}…</p>
        </>
      )}
    </div>
  );
}
