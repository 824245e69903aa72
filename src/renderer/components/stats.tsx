import type { ReactElement } from 'react';
import classes from './stats.module.css';

/** A row of named figures. */
export function Stats({ items }: { readonly items: readonly (readonly [name: string, value: string])[] }): ReactElement {
  return (
    <dl className={classes.stats}>
      {items.map(([name, value]) => (
        <div key={name} className={classes.stat}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
