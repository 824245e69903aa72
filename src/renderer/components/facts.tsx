import { Fragment, type ReactElement } from 'react';
import classes from './facts.module.css';

interface Props {
  /** Pairs of a name and a value. */
  readonly facts: readonly (readonly string[])[];
}

/** Names with their values, one pair per line. */
export const Facts = ({ facts }: Props): ReactElement => (
  <dl className={classes.facts}>
    {facts.map(([name, value]) => (
      <Fragment key={`${name} ${value}`}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </Fragment>
    ))}
  </dl>
);
