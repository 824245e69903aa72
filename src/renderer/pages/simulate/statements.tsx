import type { ReactElement } from 'react';
import classes from './simulate.module.css';

/** What a result says about itself, one sentence a line. */
export const Statements = ({ statements }: { readonly statements: readonly string[] }): ReactElement => (
  <ul className={classes.statements}>
    {statements.map((statement) => (
      <li key={statement}>{statement}</li>
    ))}
  </ul>
);

/** The description of the simulated users first. */
export const statementsOf = (output: {
  readonly audience: { readonly description: string };
  readonly statements: readonly string[];
}): string[] => [...new Set([output.audience.description, ...output.statements])];
