import type { ReactElement } from 'react';
import { Formula } from '../../components/formula';
import factClasses from '../../components/facts.module.css';
import { definitionFacts, type MetricEntry } from './logic/definitions';
import classes from './definitions.module.css';

/** One metric's definition, to be cited. */
export function MetricDefinition({ metric }: { readonly metric: MetricEntry }): ReactElement {
  return (
    <article className={classes.metric} aria-labelledby={`metric-${metric.id}`}>
      <h3 id={`metric-${metric.id}`} className={classes.name}>
        {metric.label} <code>{metric.id}</code>
      </h3>
      <div>
        <p>{metric.description}</p>
        <div className={classes.formula}>
          <Formula latex={metric.formula} />
        </div>
      </div>
      <dl className={factClasses.facts}>
        {definitionFacts(metric).map(([name, fact]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
