import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { LensOutput } from '#shared/schemas/live';
import { isCancelled } from '../../../logic/failure';
import { keys } from '../../../api/query-keys';
import { EmptyState } from '../../../components/empty-state';
import { Failed } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { stoppedText } from '../logic/live-plan';
import { parseMetricSpec } from '../../../logic/metric-spec';
import { isActive, useJobs } from '../../../stores/jobs-store';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { closeLens, useLens } from '../../../stores/lens-store';
import { usePreferences } from '../../../stores/preferences-store';
import { PreparationProgress } from '../verdict/preparation-progress';
import { askLens } from './ask-lens';
import { LensAnswer } from './lens-answer';

/** One metric under all its definitions, on the current lists. */
export function LensDialog(): ReactElement {
  const spec = useLens((lens) => lens.spec);
  return (
    <Modal opened={spec !== null} onClose={closeLens} title={`Definitions of ${spec ?? ''}`} size="auto" centered>
      {spec !== null && <Lens spec={spec} />}
    </Modal>
  );
}

function Lens({ spec }: { readonly spec: string }): ReactElement {
  const variants = useLabDocument((document) => document.variants);
  const split = useLabDocument((document) => document.split);
  const relevance = useLabDocument((document) => document.relevance);
  const seed = useLabDocument((document) => document.seed);
  const metrics = useLabDocument((document) => document.metrics);
  const segment = useLabView((view) => view.segment);
  const memoryMb = usePreferences((preferences) => preferences.liveMemoryMb);
  const question = {
    variants: variants.map(({ variant }) => variant),
    split,
    relevance,
    seed,
    ...(memoryMb !== null && { memoryBytes: memoryMb * 1_000_000 }),
    metric: spec,
    metrics: [...metrics],
    listLength: Math.max(1, ...metrics.map((other) => parseMetricSpec(other).cutoff ?? 0)),
    segment,
  };
  const { data, error, refetch } = useQuery<LensOutput>({
    queryKey: keys.lens(JSON.stringify(question)),
    queryFn: ({ signal }) => askLens(question, signal),
    gcTime: 60_000,
  });
  const plan = useLens((lens) => lens.plan);
  const jobId = useLens((lens) => lens.jobId);
  const job = useJobs(({ jobs }) => (jobId === null ? undefined : jobs[jobId]));
  if (job && isActive(job)) return <PreparationProgress plan={plan} job={job} />;
  if (error && isCancelled(error)) {
    return (
      <div role="status">
        <EmptyState title="Not measured" text={stoppedText(plan, false)} inline>
          <Button onClick={() => void refetch()}>Measure</Button>
        </EmptyState>
      </div>
    );
  }
  if (error) return <Failed error={error} title="The definitions could not be measured" onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Measuring under every definition" />;
  return <LensAnswer answer={data} names={variants.map(({ variant }) => variant.name)} />;
}
