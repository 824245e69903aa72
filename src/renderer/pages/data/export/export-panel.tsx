import { Button, Checkbox, Group, NumberInput, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { exportContents, type ExportRequest } from '#shared/schemas/dataset';
import { api } from '../../../api/client';
import { saveExport } from '../../../api/exported-files';
import { useRegistries } from '../../../api/queries';
import { FailureNotice } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { notifyDone } from '../../../components/notify';
import { Panel } from '../../../components/panel';
import { SchemaForm } from '../../../components/schema-form';
import { toFailure } from '../../../logic/failure';
import { useJobs } from '../../../stores/jobs-store';
import { ExportedFiles } from './exported-files';
import classes from './export.module.css';

const labels: Readonly<Record<ExportRequest['what'], string>> = {
  all: 'Everything',
  users: 'Users',
  videos: 'Videos',
  interactions: 'Interactions',
  vectors: 'Content vectors',
  factors: 'User and video factors',
};
const germanExcel = { delimiter: 'semicolon', decimalComma: true, byteOrderMark: true };

/** The workspace's data as files, in the format and to the extent that is asked for. */
export function ExportPanel(): ReactElement {
  const formats = useRegistries().data?.dataFormats ?? [];
  const [what, setWhat] = useState<ExportRequest['what']>('all');
  const [formatId, setFormatId] = useState('csv');
  const [options, setOptions] = useState<Record<string, unknown>>({});
  const [users, setUsers] = useState<number | undefined>(undefined);
  const [seed, setSeed] = useState(42);
  const [onlyUsed, setOnlyUsed] = useState(false);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJobs((state) => (jobId === null ? undefined : state.jobs[jobId]));
  const format = formats.find(({ id }) => id === formatId);
  const write = useMutation({
    mutationFn: async () => {
      const filter = { seed, onlyUsed, ...(users !== undefined && { users }) };
      const started = await api().dataset.export({ what, format: formatId, options, filter });
      setJobId(started.jobId);
      return saveExport(started.jobId);
    },
    onSuccess: ({ place }) => {
      if (place !== null) notifyDone(place === '' ? 'Exported' : `Exported to ${place}`);
    },
    onSettled: () => setJobId(null),
  });
  return (
    <div className={classes.columns}>
      <Panel title="Export" note="with everything logged, added and edited until now">
        <Select
          label="What"
          mb={10}
          allowDeselect={false}
          data={exportContents.map((id) => ({ value: id, label: labels[id] }))}
          value={what}
          onChange={(id) => setWhat(exportContents.find((known) => known === id) ?? 'all')}
        />
        <Select
          label="Format"
          mb={10}
          allowDeselect={false}
          data={formats.map(({ id, label }) => ({ value: id, label }))}
          value={formatId}
          onChange={(id) => {
            setFormatId(id ?? 'csv');
            setOptions({});
          }}
        />
        {format && (
          <p className={classes.hint}>
            {format.description} {format.holdsAll ? 'Imported again, it gives the same data.' : 'It does not hold all of the data.'}
          </p>
        )}
        {formatId === 'csv' && (
          <Button variant="default" size="compact-sm" mb={10} onClick={() => setOptions(germanExcel)}>
            For a German Excel
          </Button>
        )}
        {format && <SchemaForm schema={format.params} values={options} onChange={setOptions} />}
        <Group grow mt={14} align="end">
          <NumberInput
            label="Sample of users"
            placeholder="all"
            min={1}
            allowDecimal={false}
            value={users ?? ''}
            onChange={(value) => setUsers(typeof value === 'number' ? value : undefined)}
          />
          <NumberInput
            label="Seed"
            allowDecimal={false}
            disabled={users === undefined}
            value={seed}
            onChange={(value) => setSeed(typeof value === 'number' ? value : 42)}
          />
        </Group>
        <Checkbox
          mt={12}
          label="Only users and videos with interactions among those"
          checked={onlyUsed}
          onChange={(event) => setOnlyUsed(event.currentTarget.checked)}
        />
        {write.error && <FailureNotice failure={toFailure(write.error)} />}
        {job ? (
          <JobProgress job={job} />
        ) : (
          <Button mt={14} loading={write.isPending} disabled={!format} onClick={() => write.mutate()}>
            Export files
          </Button>
        )}
      </Panel>
      {write.data && <ExportedFiles report={write.data.report} />}
    </div>
  );
}
