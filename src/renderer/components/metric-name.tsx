import { HoverCard } from '@mantine/core';
import { memo, type ReactElement } from 'react';
import { Formula } from './formula';
import { useRegistries } from '../api/queries';
import classes from './metric-name.module.css';

const directions = { higher: 'higher is better', lower: 'lower is better', neither: 'neither direction is better' } as const;

interface Props {
  readonly spec: string;
  readonly metricId: string;
}

/** A metric's name; hover or focus gives its definition from the registry. */
export const MetricName = memo(function MetricName({ spec, metricId }: Props): ReactElement {
  const { data } = useRegistries();
  const definition = data?.metrics.find(({ id }) => id === metricId);
  if (!definition) return <>{spec}</>;
  return (
    <HoverCard openDelay={350} position="right" shadow="md" withinPortal>
      <HoverCard.Target>
        <button type="button" className={classes.metric} aria-label={`${spec}: ${definition.label}`}>
          {spec}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <div className={classes.definition}>
          <b>{definition.label}</b>
          <span>{definition.description}</span>
          <Formula latex={definition.formula} />
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
});
