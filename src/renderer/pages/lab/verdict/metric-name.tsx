import { HoverCard } from '@mantine/core';
import type { ReactElement } from 'react';
import { useRegistries } from '../../../api/queries';
import type { MetricResult } from '../../../logic/verdict-notes';
import classes from './verdict.module.css';

const directions = { higher: 'higher is better', lower: 'lower is better', neither: 'neither direction is better' } as const;

/** A metric's name; hover or focus gives its definition from the registry. */
export function MetricName({ metric }: { readonly metric: Pick<MetricResult, 'spec' | 'metricId'> }): ReactElement {
  const { data } = useRegistries();
  const definition = data?.metrics.find(({ id }) => id === metric.metricId);
  if (!definition) return <>{metric.spec}</>;
  return (
    <HoverCard openDelay={350} position="right" shadow="md" withinPortal>
      <HoverCard.Target>
        <button type="button" className={classes.metric} aria-label={`${metric.spec}: ${definition.label}`}>
          {metric.spec}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <div className={classes.definition}>
          <b>{definition.label}</b>
          <span>{definition.description}</span>
          <code>{definition.formula}</code>
          <small>
            {directions[definition.direction]} · range {definition.range} ·{' '}
            {definition.scope === 'user' ? 'macro average over users' : 'over all lists at once'}
          </small>
          <small>Edges: {definition.edgePolicy}</small>
          <small>
            Source: {definition.source} · version {definition.version}
          </small>
        </div>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
