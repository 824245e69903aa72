import { useId, type ReactElement, type ReactNode } from 'react';
import classes from './page.module.css';

interface PanelProps {
  readonly title?: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A bordered area with an optional heading; the heading names the region. */
export function Panel({ title, note, actions, children, className }: PanelProps): ReactElement {
  const id = useId();
  return (
    <section className={`${classes.panel} ${className ?? ''}`} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <div className={classes.panelHead}>
          <h2 id={id}>{title}</h2>
          {note !== undefined && <small>{note}</small>}
          {actions !== undefined && <div className={classes.panelActions}>{actions}</div>}
        </div>
      )}
      <div className={classes.panelBody}>{children}</div>
    </section>
  );
}

export function PageHead({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className={classes.head}>
      <h2 className={classes.title}>{title}</h2>
      {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      {children}
    </div>
  );
}

export const Page = ({ children }: { readonly children: ReactNode }): ReactElement => <div className={classes.page}>{children}</div>;
