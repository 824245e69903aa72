import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, type ReactElement } from 'react';
import { matchesExperiment } from '#shared/experiment-search';
import { useExperiments } from '../../api/queries';
import { EmptyState } from '../../components/empty-state';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { plural } from '../../logic/format';
import { useExperimentsView } from '../../stores/experiments-store';
import { useNavigation } from '../../stores/navigation-store';
import { ColumnsMenu } from './columns-menu';
import { CompareDialog } from './compare-dialog';
import { ExperimentDrawer } from './experiment-drawer';
import { ExperimentsTable } from './experiments-table';
import classes from './experiments.module.css';
import { OpenResult, ResultDrop } from './open-result';
import { RunsInParallel } from './runs-in-parallel';
import { RunsOverTime } from './runs-over-time';

/** Saved runs: sort, filter, annotate, compare, run again. */
export const RunsPanel = (): ReactElement => (
  <ResultDrop>
    <Runs />
  </ResultDrop>
);

function Runs(): ReactElement {
  const { data, error, refetch } = useExperiments();
  const { search, ticked, leaving, opened, update } = useExperimentsView();
  const go = useNavigation((navigation) => navigation.go);
  const shown = useMemo(
    () => (data ?? []).filter((run) => !leaving.includes(run.id) && matchesExperiment(run, search)),
    [data, leaving, search],
  );
  if (error) return <Failed error={error} title="The experiments cannot be read" onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Reading the experiments" />;
  if (data.length === 0)
    return (
      <EmptyState
        title="No experiment is saved yet"
        text="Tune variants in the Lab and press “Save experiment”: configuration, fingerprints and numbers are kept here."
      >
        <Button onClick={() => go('lab')}>Go to the Lab</Button>
        <OpenResult />
      </EmptyState>
    );
  const chosen = ticked.filter((id) => data.some((run) => run.id === id));
  return (
    <>
      <div className={classes.bar}>
        <TextInput
          aria-label="Filter experiments"
          placeholder="Filter by name, notes or variant"
          w={280}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={(event) => update({ search: event.currentTarget.value })}
        />
        <span className={classes.mute} role="status">
          {plural(shown.length, 'run')}
        </span>
        <span className={classes.spacer} />
        <OpenResult />
        <ColumnsMenu experiments={data} />
        <CompareDialog ids={chosen} />
      </div>
      {shown.length === 0 ? <EmptyState inline title="No run matches" /> : <ExperimentsTable experiments={shown} />}
      <RunsOverTime experiments={shown} />
      <RunsInParallel experiments={shown} />
      <ExperimentDrawer summary={data.find(({ id }) => id === opened)} />
    </>
  );
}
