import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { learnOutputSchema, type LearnInput } from '#shared/schemas/learn';
import { api } from '../../api/client';
import { useRegistries } from '../../api/queries';
import { EmptyState } from '../../components/empty-state';
import { FailureNotice } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { Panel } from '../../components/panel';
import { toFailure } from '../../logic/failure';
import { useLabDocument } from '../../stores/lab-store';
import { LearnResult } from './learn-result';
import layout from '../../components/form-and-results.module.css';
import classes from './tune.module.css';
import { useJobResult } from '../../api/use-job-result';
import { useSubject, VariantSubject } from './variant-subject';

type LearnForm = Pick<LearnInput, 'method' | 'metric' | 'bootstrapSamples'>;

/** Learns a variant's weights from the validation part. */
export function LearnPanel(): ReactElement {
  const [key, setKey] = useState<string | null>(null);
  const [form, setForm] = useState<LearnForm>({ method: 'logistic', metric: 'ndcg@10', bootstrapSamples: 200 });
  const subject = useSubject(key);
  const split = useLabDocument((document) => document.split);
  const relevance = useLabDocument((document) => document.relevance);
  const scoreTies = useLabDocument((document) => document.scoreTies);
  const seed = useLabDocument((document) => document.seed);
  const { job, output, run } = useJobResult('learn', learnOutputSchema, () => {
    if (!subject) throw new Error('The Lab has no variant');
    const { variant } = subject;
    return api().tuning.learn({ variant, split, relevance, scoreTies, seed, ...form });
  });
  return (
    <div className={`${layout.columns} ${classes.columns}`}>
      <Panel title="What to learn">
        <div className={layout.stack}>
          <VariantSubject subject={subject} onChange={setKey} />
          <LearnFields form={form} onChange={setForm} />
          <Button loading={run.isPending || job !== undefined} disabled={!subject} onClick={() => run.mutate()}>
            Learn the weights
          </Button>
        </div>
      </Panel>
      <div className={layout.stack}>
        {run.error && <FailureNotice failure={toFailure(run.error)} title="No weights were learnt" />}
        {job && (
          <Panel title="Learning">
            <JobProgress job={job} />
          </Panel>
        )}
        {output ? (
          <LearnResult output={output} />
        ) : (
          !job && (
            <EmptyState
              inline
              title="No weights learnt yet"
              text="Weights are learnt from what users preferred within their candidates, with a confidence interval for each and an estimate of their effect on held-out users."
            />
          )
        )}
      </div>
    </div>
  );
}

interface FieldsProps {
  readonly form: LearnForm;
  readonly onChange: (form: LearnForm) => void;
}

function LearnFields({ form, onChange }: FieldsProps): ReactElement {
  const { method, metric, bootstrapSamples } = form;
  const { data: registries } = useRegistries();
  const learners = registries?.weightLearners ?? [];
  const changeMethod = (value: string): void =>
    onChange({ ...form, method: value, bootstrapSamples: learners.find(({ id }) => id === value)?.usualResamples ?? bootstrapSamples });
  return (
    <>
      <SegmentedControl
        aria-label="Method"
        value={method}
        onChange={changeMethod}
        data={learners.map(({ id, label }) => ({ value: id, label }))}
      />
      <TextInput
        label="Metric"
        description="judges the weights"
        value={metric}
        onChange={(event) => onChange({ ...form, metric: event.target.value })}
      />
      <NumberInput
        label="Resamples of users"
        description="for the weights’ intervals; 0 gives none"
        min={0}
        max={10_000}
        value={bootstrapSamples}
        onChange={(value) => onChange({ ...form, bootstrapSamples: Number(value) || 0 })}
      />
    </>
  );
}
