import { Button, NumberInput, SegmentedControl, Select, TagsInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { indexBenchSettingsSchema, type IndexBenchSettings } from '#shared/schemas/index-bench';
import { api } from '../../../api/client';
import { useModelStatus, useRegistries } from '../../../api/queries';
import { toFailure } from '../../../logic/failure';
import { keys } from '../../../api/query-keys';
import { finished } from '../../../api/workspaces';
import { CopyTable } from '../../../components/copy-table';
import { EmptyState } from '../../../components/empty-state';
import { Failed, FailureNotice } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { Loading } from '../../../components/loading';
import { Panel } from '../../../components/panel';
import { formatCount } from '../../../logic/format';
import { isActive, useJobs } from '../../../stores/jobs-store';
import layout from '../../../components/form-and-results.module.css';
import { benchTable } from './bench-rows';
import { indexMetricText } from '../logic/build-settings';
import { usePartLabel } from '../use-part-label';
import { BenchTable } from './bench-table';
import { TradeOffChart } from './trade-off-chart';

/** Benchmarks index types on this workspace's vectors: recall, latency, build time and size. */
export function IndexBenchPanel(): ReactElement {
  const [settings, setSettings] = useState<IndexBenchSettings>(() => indexBenchSettingsSchema.parse({}));
  const {
    data: bench,
    error,
    refetch,
  } = useQuery({
    queryKey: keys.indexBench,
    queryFn: ({ signal }) => api().model.indexBench(undefined, { signal }),
  });
  const { data: status } = useModelStatus();
  const labelOf = usePartLabel();
  const job = useJobs((state) => Object.values(state.jobs).find((candidate) => candidate.kind === 'index-bench' && isActive(candidate)));
  const run = useMutation({
    mutationFn: async () => finished((await api().model.benchIndexes(settings)).jobId),
    onSuccess: () => refetch(),
  });
  return (
    <div className={layout.columns}>
      <Panel title="What to measure">
        <div className={layout.stack}>
          <BenchFields settings={settings} onChange={setSettings} />
          <Button loading={run.isPending || job !== undefined} disabled={settings.types.length === 0} onClick={() => run.mutate()}>
            Measure
          </Button>
        </div>
      </Panel>
      <div className={layout.stack}>
        {run.error && <FailureNotice failure={toFailure(run.error)} title="The measurement failed" />}
        {job && (
          <Panel title="Measuring">
            <JobProgress job={job} />
          </Panel>
        )}
        {error && <Failed error={error} title="The last measurement cannot be read" onRetry={() => void refetch()} />}
        {bench && (
          <Panel
            title="Recall against latency"
            note={`${bench.which === 'content' ? 'Content' : 'Factors'}: ${formatCount(bench.count)} × ${bench.dimensions}, ${indexMetricText(bench.metric)}, k = ${bench.neighborCount}, n = ${formatCount(bench.queryCount)} queries, ${labelOf('indexBackends', bench.backend)}`}
            actions={<CopyTable table={() => benchTable(bench)} />}
          >
            <TradeOffChart bench={bench} />
            <BenchTable bench={bench} status={status} />
          </Panel>
        )}
        {bench === null && !job && (
          <EmptyState title="Nothing measured yet" text="Measure each index type’s recall, search latency, build time and memory." />
        )}
        {bench === undefined && !error && <Loading label="Reading the last measurement" />}
      </div>
    </div>
  );
}

interface FieldsProps {
  readonly settings: IndexBenchSettings;
  readonly onChange: (settings: IndexBenchSettings) => void;
}

/** Which vectors, index types and queries are measured. */
function BenchFields({ settings, onChange }: FieldsProps): ReactElement {
  const { data: registries } = useRegistries();
  const backends = (registries?.indexBackends ?? []).map(({ id, label }) => ({ value: id, label }));
  return (
    <>
      <SegmentedControl
        aria-label="Vectors"
        value={settings.which}
        onChange={(which) => onChange({ ...settings, which })}
        data={[
          { value: 'content', label: 'Content' },
          { value: 'factors', label: 'Factors' },
        ]}
      />
      <Select
        label="Backend"
        allowDeselect={false}
        data={[{ value: 'auto', label: 'Best on this machine' }, ...backends]}
        value={settings.backend}
        onChange={(backend) => backend !== null && onChange({ ...settings, backend })}
      />
      <TagsInput
        label="Types"
        description="FAISS factory strings, such as HNSW64, IVF256,PQ16 or SQ8; Enter adds one"
        value={settings.types}
        onChange={(types) => onChange({ ...settings, types })}
        splitChars={[';']}
      />
      <NumberInput
        label="Neighbours (k)"
        min={1}
        max={10_000}
        value={settings.neighborCount}
        onChange={(value) => onChange({ ...settings, neighborCount: Number(value) || 1 })}
      />
      <NumberInput
        label="Queries"
        description="sampled from users’ factors or videos’ embeddings"
        min={1}
        max={10_000}
        value={settings.queryCount}
        onChange={(value) => onChange({ ...settings, queryCount: Number(value) || 1 })}
      />
    </>
  );
}
