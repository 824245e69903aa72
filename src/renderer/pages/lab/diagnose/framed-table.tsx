import type { ReactElement, ReactNode } from 'react';
import classes from './diagnose.module.css';

interface Props {
  /** Of the scrolling region. */
  readonly label: string;
  /** Column heads; all but those named in `texts` hold numbers. */
  readonly columns: readonly string[];
  readonly texts: readonly string[];
  /** The rows. */
  readonly children: ReactNode;
}

/** A table that scrolls within its frame. */
export const FramedTable = ({ label, columns, texts, children }: Props): ReactElement => (
  <div className={classes.frame} role="region" aria-label={label} tabIndex={0}>
    <table className={classes.table}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" className={texts.includes(name) ? undefined : classes.number}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);
