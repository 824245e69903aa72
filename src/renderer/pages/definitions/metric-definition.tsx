import type { ReactElement } from 'react';
import { Formula } from '../../components/formula';
import factClasses from '../../components/facts.module.css';
import classes from './definitions.module.css';

interface DefinitionProps {
  /** What tells headings of one page apart. */
  readonly family: string;
  readonly entry: { readonly id: string; readonly label: string; readonly description: string; readonly formula: string };
  readonly facts: readonly (readonly [name: string, fact: string])[];
}

/** One metric's or measure's definition, to be cited. */
export function MetricDefinition({ family, entry, facts }: DefinitionProps): ReactElement {
  return (
    <article className={classes.metric} aria-labelledby={`${family}-${entry.id}`}>
      <h3 id={`${family}-${entry.id}`} className={classes.name}>
        {entry.label} <code>{entry.id}</code>
      </h3>
      <div>
        <p>{entry.description}</p>
        <div className={classes.formula}>
          <Formula latex={entry.formula} />
        </div>
      </div>
      <dl className={factClasses.facts}>
        {facts.map(([name, fact]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
