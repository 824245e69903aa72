import { Fragment, type ReactElement } from 'react';
import { describeConventions } from '#shared/convention-differences';
import type { Conventions } from '#shared/schemas/conventions';
import classes from './facts.module.css';

/** Every convention under which a result stands, folded. */
export const ConventionList = ({ conventions }: { readonly conventions: Conventions }): ReactElement => (
  <details>
    <summary>Conventions</summary>
    <dl className={classes.facts}>
      {describeConventions(conventions)
        .filter(([, , value]) => value !== '')
        .map(([id, label, value]) => (
          <Fragment key={id}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  </details>
);
