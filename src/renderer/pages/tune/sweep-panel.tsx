import { Button, NumberInput, Switch, TagsInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { sweepOutputSchema } from '#shared/schemas/sweep';
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
import classes from './tune.module.css';
import { useTuningJob } from './use-tuning-job';
import { useSubject, VariantSubject } from './variant-subject';

/** Tries many settings of a variant on the validation part. */
export function SweepPanel(): ReactElement {
  const [key, setKey] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly ParameterRange[] | null>(null);
  const [objectives, setObjectives] = useState(['ndcg@10', 'coverage@10']);
  const [guards, setGuards] = useState<string[]>([]);
  const [settings, setSettings] = useState(200);
  const [halving, setHalving] = useState(false);
  const subject = useSubject(key);
  const ranges = chosen ?? (subject ? rangesOf(subject.variant) : []);
  const split = useLabDocument((document) => document.split);
  const relevance = useLabDocument((document) => document.relevance);
  const scoreTies = useLabDocument((document) => document.scoreTies);
  const seed = useLabDocument((document) => document.seed);
  const wrongGuard = guards.find((text) => guardFrom(text) === undefined);
  const { job, output, run } = useTuningJob('sweep', sweepOutputSchema, () => {
    if (!subject) throw new Error('The Lab has no variant');
    const guarded = guards.map(guardFrom).filter((guard) => guard !== undefined);
    const parameters = parametersFrom(ranges);
    const { variant } = subject;
    return api().tuning.sweep({ variant, split, relevance, scoreTies, seed, parameters, objectives, guards: guarded, settings, halving });
  });
  const stop = (jobId: string): void =>
    void api()
      .tuning.stopSweep({ jobId })
      .catch((error: unknown) => notifyFailure('The sweep could not be stopped', error));
  return (
    <div className={classes.columns}>
      <Panel title="What to try">
        <div className={classes.stack}>
          <VariantSubject
            subject={subject}
            onChange={(next) => {
              setKey(next);
              setChosen(null);
            }}
          />
          {subject && <SweepParameters variant={subject.variant} ranges={ranges} onChange={setChosen} />}
          <TagsInput label="Objectives" description="the first one chooses the winner" value={objectives} onChange={setObjectives} />
          <TagsInput
            label="Guard-rails"
            description="largest loss against the start, such as coverage@10=1%"
            value={guards}
            onChange={setGuards}
            error={wrongGuard === undefined ? undefined : `“${wrongGuard}” is not of the form metric=percent%`}
          />
          <NumberInput
            label="Settings to try"
            min={1}
            max={100_000}
            value={settings}
            onChange={(value) => setSettings(Number(value) || 1)}
          />
          <Switch
            label="Halve first"
            description="all settings on a quarter of the users, the better half on all"
            checked={halving}
            onChange={(event) => setHalving(event.currentTarget.checked)}
          />
          <Button
            loading={run.isPending || job !== undefined}
            disabled={!subject || !isComplete(ranges) || objectives.length === 0 || wrongGuard !== undefined}
            onClick={() => run.mutate()}
          >
            Sweep
          </Button>
        </div>
      </Panel>
      <div className={classes.stack}>
        {run.error && <FailureNotice failure={toFailure(run.error)} title="The sweep failed" />}
        {job && (
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
        )}
        {output ? (
          <SweepResult output={output} start={subject?.variant} />
        ) : (
          !job && (
            <EmptyState
              inline
              title="Nothing is swept yet"
              text="A sweep tries many settings and shows the best trade-offs between the objectives, with an honest estimate of the winner."
            />
          )
        )}
      </div>
    </div>
  );
}
