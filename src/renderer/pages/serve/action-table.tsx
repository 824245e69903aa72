import type { ReactElement, ReactNode } from 'react';
import classes from './online/online.module.css';

interface Props {
  readonly columns: readonly string[];
  /** Rows whose last cell has the actions. */
  readonly children: ReactNode;
}

/** A table with a column of actions, whose heading only screen readers see. */
export function ActionTable({ columns, children }: Props): ReactElement {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
          <th scope="col">
            <span className={classes.hidden}>Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
