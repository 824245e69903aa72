import { Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { keys } from '../../api/query-keys';
import { finished } from '../../api/workspaces';
import { EmptyState } from '../../components/empty-state';
import { Failed, FailureNotice } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { Loading } from '../../components/loading';
import { notifyDone } from '../../components/notify';
import { Panel } from '../../components/panel';
import { isActive, useJobs } from '../../stores/jobs-store';
import { AuditPanel } from './audit-panel';
import layout from '../../components/form-and-results.module.css';

/** Changes since the build: the quality of folding in, and Refresh. */
export function GrowthPanel(): ReactElement {
  const {
    data: audit,
    error,
    refetch,
  } = useQuery({ queryKey: keys.audit, queryFn: ({ signal }) => api().model.audit(undefined, { signal }) });
  const job = useJobs((state) =>
    Object.values(state.jobs).find((candidate) => (candidate.kind === 'refresh' || candidate.kind === 'audit') && isActive(candidate)),
  );
  const compare = useMutation({
    mutationFn: async () => finished((await api().model.runAudit()).jobId),
    onSuccess: () => refetch(),
  });
  const refresh = useMutation({
    mutationFn: async () => finished((await api().model.refresh()).jobId),
    onSuccess: () => notifyDone('Factors and index are refreshed'),
  });
  const failure = compare.error ?? refresh.error;
  return (
    <div className={layout.columns}>
      <Panel title="Since the build">
        <p>
          New videos and interactions affect the next list: a video is embedded and gets factors from similar videos, then from its users; a
          user’s vector follows every interaction. A refresh rebuilds factors and index with all of them in the background and swaps them
          in; requests continue meanwhile.
        </p>
        <Group gap={8} mt={12}>
          <Button loading={refresh.isPending} disabled={job !== undefined} onClick={() => refresh.mutate()}>
            Refresh
          </Button>
          <Button variant="default" loading={compare.isPending} disabled={job !== undefined} onClick={() => compare.mutate()}>
            Compare with a full rebuild
          </Button>
        </Group>
        {failure && <FailureNotice failure={toFailure(failure)} title="The served models are unchanged" />}
        {job && <JobProgress job={job} />}
      </Panel>
      <div className={layout.stack}>
        {error && <Failed error={error} title="The last comparison cannot be read" onRetry={() => void refetch()} />}
        {audit === undefined && !error && <Loading label="Reading the last comparison" />}
        {audit === null && (
          <EmptyState
            inline
            title="Not compared yet"
            text="The comparison recomputes the factors and measures how far the served ones differ from them. It replaces nothing."
          />
        )}
        {audit && <AuditPanel audit={audit} />}
      </div>
    </div>
  );
}
