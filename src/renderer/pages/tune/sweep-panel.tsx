import { Button, NumberInput, Select, Switch, TagsInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { sweepOutputSchema } from '#shared/schemas/sweep';
import type { Job } from '#shared/schemas/job';
import { api } from '../../api/client';
import { EmptyState } from '../../components/empty-state';
import { FailureNotice } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { notifyFailure } from '../../components/notify';
import { Panel } from '../../components/panel';
import { toFailure } from '../../logic/failure';
import { useLabDocument } from '../../stores/lab-store';
import { guardFrom, isComplete, parametersFrom, rangesOf, type ParameterRange } from './logic/parameter-ranges';
import { SweepParameters } from './sweep-parameters';
import { SweepResult } from './sweep-result';
import layout from '../../components/form-and-results.module.css';
import classes from './tune.module.css';
import { useRegistries } from '../../api/queries';
import { useJobResult } from '../../api/use-job-result';
import { useSubject, VariantSubject } from './variant-subject';

interface SweepForm {
  readonly objectives: string[];
  /** As typed, such as `coverage@10=1%`. */
  readonly guards: string[];
  readonly settings: number;
  readonly search: string;
  readonly halving: boolean;
}

const initialForm: SweepForm = { objectives: ['ndcg@10', 'coverage@10'], guards: [], settings: 200, search: 'tpe', halving: false };
const wrongGuardOf = ({ guards }: SweepForm): string | undefined => guards.find((text) => guardFrom(text) === undefined);

/** Tries many settings of a variant on the validation part. */
export function SweepPanel(): ReactElement {
  const [key, setKey] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly ParameterRange[] | null>(null);
  const [form, setForm] = useState<SweepForm>(initialForm);
  const subject = useSubject(key);
  const ranges = chosen ?? (subject ? rangesOf(subject.variant) : []);
  const split = useLabDocument((document) => document.split);
  const relevance = useLabDocument((document) => document.relevance);
  const scoreTies = useLabDocument((document) => document.scoreTies);
  const seed = useLabDocument((document) => document.seed);
  const { job, output, run } = useJobResult('sweep', sweepOutputSchema, () => {
    if (!subject) throw new Error('The Lab has no variant');
    const guards = form.guards.map(guardFrom).filter((guard) => guard !== undefined);
    const parameters = parametersFrom(ranges);
    const { variant } = subject;
    return api().tuning.sweep({ variant, split, relevance, scoreTies, seed, parameters, ...form, guards });
  });
  return (
    <div className={`${layout.columns} ${classes.columns}`}>
      <Panel title="What to try">
        <div className={layout.stack}>
          <VariantSubject
            subject={subject}
            onChange={(next) => {
              setKey(next);
              setChosen(null);
            }}
          />
          {subject && <SweepParameters variant={subject.variant} ranges={ranges} onChange={setChosen} />}
          <SweepFields form={form} onChange={setForm} />
          <Button
            loading={run.isPending || job !== undefined}
            disabled={!subject || !isComplete(ranges) || form.objectives.length === 0 || wrongGuardOf(form) !== undefined}
            onClick={() => run.mutate()}
          >
            Sweep
          </Button>
        </div>
      </Panel>
      <div className={layout.stack}>
        {run.error && <FailureNotice failure={toFailure(run.error)} title="The sweep failed" />}
        {job && <SweepProgress job={job} />}
        {output ? (
          <SweepResult output={output} />
        ) : (
          !job && (
            <EmptyState
              inline
              title="No sweep yet"
              text="A sweep tries many settings and shows the best trade-offs between the objectives, and estimates the winner’s effect on interactions that did not choose it."
            />
          )
        )}
      </div>
    </div>
  );
}

interface FieldsProps {
  readonly form: SweepForm;
  readonly onChange: (form: SweepForm) => void;
}

function SweepFields({ form, onChange }: FieldsProps): ReactElement {
  const { objectives, guards, settings, search, halving } = form;
  const { data: registries } = useRegistries();
  const wrongGuard = wrongGuardOf(form);
  return (
    <>
      <TagsInput
        label="Objectives"
        description="the first one chooses the winner"
        value={objectives}
        onChange={(next) => onChange({ ...form, objectives: next })}
      />
      <TagsInput
        label="Guard-rails"
        description="largest loss against the start, such as coverage@10=1%"
        value={guards}
        onChange={(next) => onChange({ ...form, guards: next })}
        error={wrongGuard === undefined ? undefined : `“${wrongGuard}” is not of the form metric=percent%`}
      />
      <NumberInput
        label="Settings to try"
        min={1}
        max={100_000}
        value={settings}
        onChange={(value) => onChange({ ...form, settings: Number(value) || 1 })}
      />
      <Select
        label="Where to look"
        description={registries?.sweepSearches.find(({ id }) => id === search)?.description}
        data={registries?.sweepSearches.map(({ id, label }) => ({ value: id, label })) ?? []}
        value={search}
        onChange={(next) => next !== null && onChange({ ...form, search: next })}
        allowDeselect={false}
      />
      <Switch
        label="Halve first"
        description="all settings on a quarter of the users, the better half on all"
        checked={halving}
        onChange={(event) => onChange({ ...form, halving: event.currentTarget.checked })}
      />
    </>
  );
}

function SweepProgress({ job }: { readonly job: Job }): ReactElement {
  const stop = (jobId: string): void =>
    void api()
      .tuning.stopSweep({ jobId })
      .catch((error: unknown) => notifyFailure('The sweep could not be stopped', error));
  return (
    <Panel
      title="Sweeping"
      actions={
        <Button variant="default" size="compact-sm" onClick={() => stop(job.id)}>
          Stop with the best so far
        </Button>
      }
    >
      <JobProgress job={job} />
    </Panel>
  );
}
