import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { SavedExperiment } from '#shared/contract/experiment';
import { MultiverseDialog } from '../../charts/multiverse/multiverse-dialog';
import { openMultiverse, useMultiverse } from '../../stores/multiverse-store';

/** A saved run's comparison under every combination of conventions: its own configuration, whatever the Lab shows. */
export function RunMultiverse({ experiment }: { readonly experiment: SavedExperiment }): ReactElement {
  const { id, name, config } = experiment;
  const asked = useMultiverse(({ runId, metric }) => (runId === id ? metric : null));
  const [metric = 'ndcg@10'] = config.metrics;
  return (
    <>
      <Button
        variant="default"
        title="Would the verdict hold under other conventions? Counts as a look at every test part"
        onClick={() => openMultiverse(metric, id)}
      >
        Multiverse
      </Button>
      <MultiverseDialog
        metric={asked}
        config={config}
        what={`comparison of the run “${name}”`}
        onMetric={(other) => openMultiverse(other, id)}
      />
    </>
  );
}
