import { Button, Group, Modal, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import type { SavedExperiment } from '#shared/contract/experiment';
import { gateReportSchema } from '#shared/schemas/gate';
import { api } from '../../api/client';
import { saveFiles } from '../../api/save-files';
import { finished } from '../../api/workspaces';
import { FailureNotice } from '../../components/failed';
import { JobProgress } from '../../components/job-progress';
import { notifyDone } from '../../components/notify';
import { toFailure } from '../../logic/failure';
import { isActive, useJobs } from '../../stores/jobs-store';
import { GateVerdict } from './gate-verdict';

/** May another variant replace one of this run? The run is the baseline; the answer is measured now, on the workspace's data. */
export function GateDialog({ experiment }: { readonly experiment: SavedExperiment }): ReactElement {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={dialog.open} title="Test whether a variant may replace one of this run">
        Gate
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={`Gate against “${experiment.name}”`} size={860} centered>
        {opened && <GateForm experiment={experiment} />}
      </Modal>
    </>
  );
}

/** The guarded variant again: whether its numbers reproduce. */
const itself = 'the baseline itself';

interface GateQuestion {
  readonly baseline: string;
  readonly candidate: string;
  readonly metric: string;
  /** The acceptable loss as a share of the baseline's value. */
  readonly margin: number;
}

/** The calls that measure the gate as a job and that save its report. */
function useGate({ id, config }: SavedExperiment, { baseline, candidate, metric, margin }: GateQuestion) {
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJobs(({ jobs }) => (jobId === null ? undefined : jobs[jobId]));
  const run = useMutation({
    mutationFn: async () => {
      const chosen = config.variants.find(({ name }) => name === candidate) ?? candidate;
      const started = await api().experiment.gate({
        against: { experimentId: id },
        baseline,
        ...(candidate !== itself && { candidate: chosen }),
        margins: { [metric]: margin },
      });
      setJobId(started.jobId);
      return gateReportSchema.parse((await finished(started.jobId)).result);
    },
  });
  const save = useMutation({
    mutationFn: async () => {
      if (!run.data) return;
      const { files } = await api().report.gateFiles({ report: run.data });
      if ((await saveFiles(files)) !== null) notifyDone(`Saved ${files.map(({ name }) => name).join(', ')}`);
    },
  });
  return { job, run, save };
}

function GateForm({ experiment }: { readonly experiment: SavedExperiment }): ReactElement {
  const { config } = experiment;
  const own = config.variants.map(({ name }) => name);
  const stored = useQuery({ queryKey: ['variants'], queryFn: () => api().variant.list() });
  const [baseline, setBaseline] = useState(own[0] ?? '');
  const [candidate, setCandidate] = useState(itself);
  const [metric, setMetric] = useState(config.metrics[0] ?? 'ndcg@10');
  const [margin, setMargin] = useState<number | string>(1);
  const candidates = [
    { group: 'Of this run', items: [itself, ...own.filter((name) => name !== baseline)] },
    { group: 'Stored variants', items: (stored.data ?? []).map(({ name }) => name).filter((name) => !own.includes(name)) },
  ];
  const { job, run, save } = useGate(experiment, { baseline, candidate, metric, margin: Number(margin) / 100 });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    run.mutate();
  };
  const error = save.error ?? run.error;
  return (
    <form onSubmit={send}>
      <Stack gap={12}>
        <SimpleGrid cols={{ base: 2, sm: 4 }} spacing={12}>
          <Select label="Baseline" data={own} value={baseline} onChange={(value) => setBaseline(value ?? baseline)} allowDeselect={false} />
          <Select
            label="Candidate"
            data={candidates}
            value={candidate}
            onChange={(value) => setCandidate(value ?? itself)}
            allowDeselect={false}
          />
          <Select
            label="Metric"
            data={config.metrics}
            value={metric}
            onChange={(value) => setMetric(value ?? metric)}
            allowDeselect={false}
          />
          <NumberInput label="Acceptable loss, %" value={margin} onChange={setMargin} min={0} max={100} decimalScale={3} />
        </SimpleGrid>
        {job && isActive(job) && <JobProgress job={job} />}
        {run.data && <GateVerdict report={run.data} />}
        {error && <FailureNotice failure={toFailure(error)} title="The gate did not finish" />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" disabled={!run.data} loading={save.isPending} onClick={() => save.mutate()}>
            Save JUnit, Markdown and JSON
          </Button>
          <Button type="submit" loading={run.isPending} disabled={margin === ''}>
            Measure
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
