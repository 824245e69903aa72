import type { ReactElement } from 'react';
import { banditsOutputSchema } from '#shared/schemas/bandits';
import { api } from '../../api/client';
import { useJobResult } from '../../api/use-job-result';
import { EmptyState } from '../../components/empty-state';
import { Failed } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { Panel } from '../../components/panel';
import { isCancelled } from '../../logic/failure';
import { labDocument } from '../../stores/lab-store';
import { useSimulate } from '../../stores/simulate-store';
import { BanditsResult } from './bandits-result';
import { manyVariantsRequest } from './logic/inputs';
import { ManyVariants } from './many-variants-form';

/** Bandits that choose a variant for every visit, and what they lose against the truth. */
export function BanditsPanel(): ReactElement {
  const form = useSimulate((state) => state.bandits);
  const audience = useSimulate((state) => state.audience);
  const update = useSimulate((state) => state.updateBandits);
  const { job, output, run } = useJobResult('bandits', banditsOutputSchema, () =>
    api().simulate.bandits({ ...manyVariantsRequest(labDocument(), form, audience), visits: form.users }),
  );
  return (
    <ManyVariants
      form={form}
      onChange={update}
      users={{ label: 'Visits', min: 10, max: 2_000_000 }}
      repetitions={{ label: 'Repetitions', min: 2, max: 1_000 }}
      scope="visits"
      button="Run the bandits"
      running={job !== undefined || run.isPending}
      onStart={() => run.mutate()}
    >
      {run.error && !isCancelled(run.error) && <Failed error={run.error} title="The bandits failed" onRetry={() => run.mutate()} />}
      {job && (
        <Panel title="Running">
          <JobProgress job={job} />
        </Panel>
      )}
      {output ? (
        <BanditsResult output={output} />
      ) : (
        !job && (
          <EmptyState
            inline
            title="No bandits yet"
            text="A bandit chooses a variant for every visit and learns from the clicks. The result is its regret: the clicked visits that it loses against always showing the truly best variant."
          />
        )
      )}
    </ManyVariants>
  );
}
