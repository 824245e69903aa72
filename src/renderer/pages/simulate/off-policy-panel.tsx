import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { offPolicyTruthOutputSchema } from '#shared/schemas/off-policy-truth';
import { api } from '../../api/client';
import { useJobResult } from '../../api/use-job-result';
import { EmptyState } from '../../components/empty-state';
import { Failed } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import layout from '../../components/form-and-results.module.css';
import { isCancelled } from '../../logic/failure';
import { useLabDocument } from '../../stores/lab-store';
import { useSimulate } from '../../stores/simulate-store';
import { VariantPair } from './ab-test/ab-test-fields';
import { Amount, AudienceFields, TrafficFields, useSimulateChoices } from './audience-fields';
import { offPolicyRequest } from './logic/inputs';
import { OffPolicyResult } from './off-policy-result';
import classes from './simulate.module.css';

/** How far off-policy estimates of a variant are from the truth, on simulated logs of another one. */
export function OffPolicyPanel(): ReactElement {
  const choices = useSimulateChoices();
  const pair = useSimulate((state) => state.abTest);
  const form = useSimulate((state) => state.offPolicy);
  const audience = useSimulate((state) => state.audience);
  const document = useLabDocument((shown) => shown);
  const request = offPolicyRequest(document, pair, form, audience);
  const { job, output, run } = useJobResult('off-policy-truth', offPolicyTruthOutputSchema, () => {
    if (!request) throw new Error('Two variants are needed');
    return api().simulate.offPolicy(request);
  });
  if (choices.isPending) return <Loading label="Reading what can be simulated" />;
  if (choices.isError) return <Failed error={choices.error} title="The choices could not be read" onRetry={() => void choices.refetch()} />;
  return (
    <div className={`${layout.columns} ${classes.columns}`}>
      <Panel title="The logs">
        <div className={layout.stack}>
          <VariantPair names={['Logging variant', 'Target variant']} />
          <LogFields />
          <AudienceFields choices={choices.data} />
          <TrafficFields scope="lists" />
          <Button disabled={!request} loading={job !== undefined || run.isPending} onClick={() => run.mutate()}>
            Estimate
          </Button>
          {!request && <p className={layout.hint}>Two different variants are needed: add one in the Lab.</p>}
        </div>
      </Panel>
      <div className={layout.stack}>
        {run.error && !isCancelled(run.error) && <Failed error={run.error} title="The estimates failed" onRetry={() => run.mutate()} />}
        {job && (
          <Panel title="Estimating">
            <JobProgress job={job} />
          </Panel>
        )}
        {output ? (
          <OffPolicyResult output={output} />
        ) : (
          !job && (
            <EmptyState
              inline
              title="No estimates yet"
              text="Off-policy estimates say what a variant’s lists would earn, from logs of another one with known propensities. Here the truth is known, so that one sees how far each estimate is off."
            />
          )
        )}
      </div>
    </div>
  );
}

/** Size and randomness of the logs. */
function LogFields(): ReactElement {
  const form = useSimulate((state) => state.offPolicy);
  const update = useSimulate((state) => state.updateOffPolicy);
  return (
    <div className={classes.pairs}>
      <Amount
        label="Lists of a log"
        value={form.slates}
        min={20}
        max={100_000}
        onChange={(slates) => update({ slates: Math.round(slates) })}
      />
      <Amount
        label="Number of logs"
        value={form.repetitions}
        min={2}
        max={1_000}
        onChange={(logs) => update({ repetitions: Math.round(logs) })}
      />
      <Amount
        label="Positions"
        value={form.positions}
        min={1}
        max={20}
        onChange={(positions) => update({ positions: Math.round(positions) })}
      />
      <Amount label="Pool of a variant" value={form.pool} min={2} max={50} onChange={(pool) => update({ pool: Math.round(pool) })} />
      <Amount
        label="Sharpness of the log"
        value={form.loggingSharpness}
        min={0}
        max={20}
        step={0.5}
        onChange={(loggingSharpness) => update({ loggingSharpness })}
      />
      <Amount
        label="Sharpness of the target"
        value={form.targetSharpness}
        min={0}
        max={20}
        step={0.5}
        onChange={(targetSharpness) => update({ targetSharpness })}
      />
    </div>
  );
}
