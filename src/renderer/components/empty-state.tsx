import type { ReactElement, ReactNode } from 'react';
import classes from './states.module.css';

interface Props {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
  readonly inline?: boolean;
}

/** An empty state: explains what will appear and offers the next step. */
export function EmptyState({ title, text, children, inline = false }: Props): ReactElement {
  return (
    <div className={`${classes.state} ${inline ? classes.inline : ''}`}>
      <p className={classes.title}>{title}</p>
      {text !== undefined && <p className={classes.text}>{text}</p>}
      {children !== undefined && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
