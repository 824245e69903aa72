import type { ReactElement } from 'react';
import { interleavingOutputSchema } from '#shared/schemas/interleaving';
import { api } from '../../api/client';
import { useJobResult } from '../../api/use-job-result';
import { EmptyState } from '../../components/empty-state';
import { Failed } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { Panel } from '../../components/panel';
import { isCancelled } from '../../logic/failure';
import { labDocument } from '../../stores/lab-store';
import { useSimulate } from '../../stores/simulate-store';
import { InterleavingResult } from './interleaving-result';
import { manyVariantsRequest } from './logic/inputs';
import { ManyVariants } from './many-variants-form';

/** Variants compared within one list, beside an A/B test on the same users. */
export function InterleavingPanel(): ReactElement {
  const form = useSimulate((state) => state.interleaving);
  const audience = useSimulate((state) => state.audience);
  const update = useSimulate((state) => state.updateInterleaving);
  const { job, output, run } = useJobResult('interleaving', interleavingOutputSchema, () =>
    api().simulate.interleaving({ ...manyVariantsRequest(labDocument(), form, audience), users: form.users }),
  );
  return (
    <ManyVariants
      form={form}
      onChange={update}
      users={{ label: 'Users of the test', min: 20, max: 1_000_000 }}
      repetitions={{ label: 'Tests, to measure power', min: 20, max: 2_000 }}
      scope="users"
      button="Compare"
      running={job !== undefined || run.isPending}
      onStart={() => run.mutate()}
    >
      {run.error && !isCancelled(run.error) && <Failed error={run.error} title="The comparison failed" onRetry={() => run.mutate()} />}
      {job && (
        <Panel title="Comparing">
          <JobProgress job={job} />
        </Panel>
      )}
      {output ? (
        <InterleavingResult output={output} />
      ) : (
        !job && (
          <EmptyState
            inline
            title="No comparison yet"
            text="Interleaving shows every user one list made of several variants. The result says how many users each method needs for the same decision, an A/B test among them."
          />
        )
      )}
    </ManyVariants>
  );
}
