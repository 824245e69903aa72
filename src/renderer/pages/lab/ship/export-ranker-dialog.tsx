import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { exportRankerReportSchema, type ExportRankerReport } from '#shared/schemas/export-ranker';
import type { Variant } from '#shared/schemas/variant';
import { api } from '../../../api/client';
import { saveRanker } from '../../../api/exported-files';
import { useRegistries } from '../../../api/queries';
import { finished } from '../../../api/workspaces';
import { FailureNotice } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { Loading } from '../../../components/loading';
import { notifyDone } from '../../../components/notify';
import { toFailure } from '../../../logic/failure';
import { letterOf } from '../../../logic/lab-document';
import { isActive, useJobs } from '../../../stores/jobs-store';
import { useLabDocument } from '../../../stores/lab-store';
import { RankerReport } from './ranker-report';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A variant as another engine's formula. What is lost, and how far lists agree on all test users, is shown before anything is written. */
export function ExportRankerDialog({ opened, onClose }: Props): ReactElement {
  return (
    <Modal opened={opened} onClose={onClose} title="Export to production" size={760} centered>
      {opened && <ExportRankerForm onClose={onClose} />}
    </Modal>
  );
}

/** The comparison of lists, computed for each choice of variant and target, and the call that writes the files. */
function useExportRanker(variant: Variant | undefined, target: string | null, onClose: () => void) {
  const split = useLabDocument((document) => document.split);
  const seed = useLabDocument((document) => document.seed);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJobs(({ jobs }) => (jobId === null ? undefined : jobs[jobId]));
  const run = async (preview: boolean): Promise<ExportRankerReport> => {
    if (!variant || target === null) throw new Error('nothing is chosen');
    const started = await api().report.exportRanker({ variant, target, split, seed, preview });
    setJobId(started.jobId);
    return exportRankerReportSchema.parse((await finished(started.jobId)).result);
  };
  const preview = useQuery({
    queryKey: ['export-ranker', JSON.stringify([variant, target, split, seed])],
    queryFn: () => run(true),
    enabled: target !== null,
    gcTime: 60_000,
    retry: false,
  });
  const write = useMutation({
    mutationFn: async () => {
      const report = await run(false);
      return { report, saved: await saveRanker(report) };
    },
    onSuccess: ({ report, saved }) => {
      if (saved === null) return;
      notifyDone(`Exported ${report.files.map(({ name }) => name).join(', ')}${saved ? ` in ${saved}` : ''}`);
      onClose();
    },
  });
  return { job, preview, write };
}

function ExportRankerForm({ onClose }: Pick<Props, 'onClose'>): ReactElement {
  const { data: registries } = useRegistries();
  const variants = useLabDocument((document) => document.variants);
  const [place, setPlace] = useState('0');
  const [target, setTarget] = useState<string | null>(null);
  const { job, preview, write } = useExportRanker(variants[Number(place)]?.variant, target, onClose);
  const targets = registries?.exportTargets ?? [];
  const error = write.error ?? preview.error;
  return (
    <Stack gap={12}>
      <Group grow align="flex-start">
        <Select
          label="Variant"
          data={variants.map((entry, index) => ({ value: String(index), label: `${letterOf(index)} ${entry.variant.name}` }))}
          value={place}
          onChange={(value) => setPlace(value ?? '0')}
          allowDeselect={false}
        />
        <Select
          label="Target"
          placeholder="Choose an engine"
          description={targets.find(({ id }) => id === target)?.description}
          data={targets.map(({ id, label }) => ({ value: id, label }))}
          value={target}
          onChange={setTarget}
        />
      </Group>
      {job && isActive(job) ? <JobProgress job={job} /> : preview.isFetching && <Loading label="Comparing lists on all test users" />}
      {preview.data && <RankerReport report={preview.data} />}
      {error && <FailureNotice failure={toFailure(error)} title="The variant cannot be exported" />}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button loading={write.isPending} disabled={!preview.data} onClick={() => write.mutate()}>
          Export files
        </Button>
      </Group>
    </Stack>
  );
}
