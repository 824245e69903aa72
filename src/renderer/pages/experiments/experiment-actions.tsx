import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { SavedExperiment } from '#shared/contract/experiment';
import { toFailure } from '../../logic/failure';
import { ExportMenu } from '../../components/export-menu';
import { FailureNotice } from '../../components/failed';
import { useNavigation } from '../../stores/navigation-store';
import { notifyFailure } from '../../components/notify';
import { copyMethods, deleteExperiment, openInLab, runAgain, saveAsFile } from './experiment-flows';
import { GateDialog } from './gate-dialog';
import { RunMultiverse } from './run-multiverse';
import { ScheduleDialog } from './schedules/schedule-dialog';
import classes from './experiments.module.css';

/** Run again, open in the Lab, export, save as a file, delete. */
export function ExperimentActions({ experiment }: { readonly experiment: SavedExperiment }): ReactElement {
  const go = useNavigation((navigation) => navigation.go);
  const methods = useMutation({
    mutationFn: () => copyMethods(experiment),
    onError: (error) => notifyFailure('The methods could not be copied', error),
  });
  const again = useMutation({ mutationFn: () => runAgain(experiment) });
  return (
    <div className={classes.stack}>
      <div className={classes.actions}>
        <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          Run again
        </Button>
        <Button
          variant="default"
          onClick={() => {
            openInLab(experiment);
            go('lab');
          }}
        >
          Open in the Lab
        </Button>
        <ExportMenu source={() => ({ experimentId: experiment.id })} />
        <Button
          variant="default"
          title="A methods paragraph with every convention, in LaTeX; the run is measured again for it"
          loading={methods.isPending}
          onClick={() => methods.mutate()}
        >
          Copy methods
        </Button>
        <GateDialog experiment={experiment} />
        <ScheduleDialog experiment={experiment} />
        <RunMultiverse experiment={experiment} />
        <Button
          variant="default"
          title="A .ranklab file that another copy of the workspace opens"
          onClick={() => void saveAsFile(experiment)}
        >
          Save as file
        </Button>
        <Button variant="default" c="var(--bad)" onClick={() => deleteExperiment(experiment)}>
          Delete
        </Button>
      </div>
      <div role="status">
        {again.data === null && (
          <p className={`${classes.reproduced} ${classes.better}`}>Reproduced: the second run gave identical numbers.</p>
        )}
        {typeof again.data === 'string' && (
          <p className={`${classes.reproduced} ${classes.worse}`}>Not reproduced. First difference: {again.data}</p>
        )}
      </div>
      {again.error && <FailureNotice failure={toFailure(again.error)} title="The second run did not finish" />}
    </div>
  );
}
