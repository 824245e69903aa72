import { Modal, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import { EmptyState } from '../../components/empty-state';
import { Failed } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { isCancelled } from '../../logic/failure';
import { isActive, useJobs } from '../../stores/jobs-store';
import { closeMultiverse, forgetMultiverse, useMultiverse } from '../../stores/multiverse-store';
import { useNoteDialog } from '../../stores/note-store';
import type { PointNotes } from './point-notes';
import { askMultiverse, type MultiverseQuestion } from './ask-multiverse';
import { MultiverseAnswer } from './multiverse-answer';
import { MultiverseForm } from './multiverse-form';
import classes from './multiverse.module.css';

interface Props {
  /** Null while nothing is asked. */
  readonly metric: string | null;
  readonly config: ExperimentConfig;
  /** What is repeated: “comparison of the Lab”. */
  readonly what: string;
  /** On points of the curve; must be stable. */
  readonly notes: PointNotes;
  /** Offers the other metrics of the configuration. */
  readonly onMetric?: (metric: string) => void;
}

/** A comparison by one metric, under every combination of conventions. */
export function MultiverseDialog({ metric, ...question }: Props): ReactElement {
  // Escape closes the note being written, not the dialog behind it.
  const isNoting = useNoteDialog(({ opened }) => opened);
  return (
    <Modal
      opened={metric !== null}
      onClose={closeMultiverse}
      closeOnEscape={!isNoting}
      title={`Multiverse of ${metric ?? ''}`}
      size={1000}
      centered
      classNames={{ body: classes.body ?? '' }}
    >
      {metric !== null && <Multiverse metric={metric} {...question} />}
    </Modal>
  );
}

function Multiverse({ metric, config, what, notes, onMetric }: Props & { readonly metric: string }): ReactElement {
  const key = JSON.stringify([config, metric]);
  const { jobId, result, question } = useMultiverse();
  const job = useJobs(({ jobs }) => (jobId === null ? undefined : jobs[jobId]));
  const measure = useMutation({ mutationFn: (input: MultiverseQuestion) => askMultiverse(input, key) });
  if (config.variants.length < 2) {
    return <EmptyState title="Nothing to compare" text="Add a second variant: a multiverse compares the others with the first." inline />;
  }
  if (job && isActive(job)) return <JobProgress job={job} />;
  if (result && question === key) return <MultiverseAnswer result={result} notes={notes} onBack={forgetMultiverse} />;
  const failed = measure.error && !isCancelled(measure.error) ? measure.error : null;
  return (
    <>
      {failed && <Failed error={failed} title="The specifications could not be measured" onRetry={() => measure.reset()} />}
      {onMetric && config.metrics.length > 1 && (
        <Select
          label="Metric"
          data={config.metrics}
          value={metric}
          allowDeselect={false}
          w={220}
          onChange={(other) => other !== null && onMetric(other)}
        />
      )}
      <MultiverseForm key={metric} config={config} metric={metric} what={what} isStarting={measure.isPending} onStart={measure.mutate} />
    </>
  );
}
