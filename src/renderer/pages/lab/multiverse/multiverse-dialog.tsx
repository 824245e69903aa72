import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { Failed } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { isCancelled } from '../../../logic/failure';
import { labConfig } from '../../../logic/lab-config';
import { currentState } from '../../../logic/history';
import { isActive, useJobs } from '../../../stores/jobs-store';
import { useLab } from '../../../stores/lab-store';
import { closeMultiverse, forgetMultiverse, useMultiverse } from '../../../stores/multiverse-store';
import { askMultiverse, type MultiverseQuestion } from './ask-multiverse';
import { MultiverseAnswer } from './multiverse-answer';
import { MultiverseForm } from './multiverse-form';
import classes from './multiverse.module.css';

/** The Lab's comparison by one metric, under every combination of conventions. */
export function MultiverseDialog(): ReactElement {
  const metric = useMultiverse((multiverse) => multiverse.metric);
  return (
    <Modal
      opened={metric !== null}
      onClose={closeMultiverse}
      title={`Multiverse of ${metric ?? ''}`}
      size={1000}
      centered
      classNames={{ body: classes.body ?? '' }}
    >
      {metric !== null && <Multiverse metric={metric} />}
    </Modal>
  );
}

function Multiverse({ metric }: { readonly metric: string }): ReactElement {
  const history = useLab((lab) => lab.history);
  const config = useMemo(() => labConfig(currentState(history)), [history]);
  const key = JSON.stringify([config, metric]);
  const { jobId, result, question } = useMultiverse();
  const job = useJobs(({ jobs }) => (jobId === null ? undefined : jobs[jobId]));
  const measure = useMutation({ mutationFn: (input: MultiverseQuestion) => askMultiverse(input, key) });
  if (config.variants.length < 2) {
    return <EmptyState title="Nothing to compare" text="Add a second variant: a multiverse compares the others with the first." inline />;
  }
  if (job && isActive(job)) return <JobProgress job={job} />;
  if (result && question === key) return <MultiverseAnswer result={result} onBack={forgetMultiverse} />;
  const failed = measure.error && !isCancelled(measure.error) ? measure.error : null;
  return (
    <>
      {failed && <Failed error={failed} title="The specifications could not be measured" onRetry={() => measure.reset()} />}
      <MultiverseForm config={config} metric={metric} isStarting={measure.isPending} onStart={measure.mutate} />
    </>
  );
}
