import type { ReactElement } from 'react';
import classes from './statements.module.css';

/** What a result says about itself, one sentence a line. */
export const Statements = ({ statements }: { readonly statements: readonly string[] }): ReactElement => (
  <ul className={classes.statements}>
    {statements.map((statement) => (
      <li key={statement}>{statement}</li>
    ))}
  </ul>
);
