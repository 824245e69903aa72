import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { exportContents, type ExportFilter, type ExportRequest } from '#shared/schemas/dataset';
import type { Registries } from '#shared/schemas/system';
import { api } from '../../../api/client';
import { saveExport } from '../../../api/exported-files';
import { useRegistries } from '../../../api/queries';
import { FailureNotice } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { notifyDone } from '../../../components/notify';
import { Panel } from '../../../components/panel';
import { SchemaForm } from '../../../components/schema-form';
import { isCancelled, toFailure } from '../../../logic/failure';
import { useJobs } from '../../../stores/jobs-store';
import { ExportedFiles } from './exported-files';
import { ExportRows } from './export-rows';
import classes from '../form-columns.module.css';

const labels: Readonly<Record<ExportRequest['what'], string>> = {
  all: 'Everything',
  users: 'Users',
  videos: 'Videos',
  interactions: 'Interactions',
  vectors: 'Content vectors',
  factors: 'User and video factors',
};
type DataFormat = Registries['dataFormats'][number];

const germanExcel = { delimiter: 'semicolon', decimalComma: true, byteOrderMark: true };

/** The workspace's data as files, in the format and to the extent that is asked for. */
export function ExportPanel(): ReactElement {
  const formats = useRegistries().data?.dataFormats ?? [];
  const [what, setWhat] = useState<ExportRequest['what']>('all');
  const [formatId, setFormatId] = useState('csv');
  const [options, setOptions] = useState<Record<string, unknown>>({});
  const [filter, setFilter] = useState<ExportFilter>({ seed: 42, onlyUsed: false });
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJobs((state) => (jobId === null ? undefined : state.jobs[jobId]));
  const format = formats.find(({ id }) => id === formatId);
  const write = useMutation({
    mutationFn: async () => {
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
        <ExportFormat {...{ what, formatId, format, formats, options }} onWhat={setWhat} onFormat={setFormatId} onOptions={setOptions} />
        <ExportRows filter={filter} onChange={setFilter} />
        {write.error && !isCancelled(write.error) && <FailureNotice failure={toFailure(write.error)} />}
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

interface FormatProps {
  readonly what: ExportRequest['what'];
  readonly formatId: string;
  readonly format: DataFormat | undefined;
  readonly formats: readonly DataFormat[];
  readonly options: Record<string, unknown>;
  readonly onWhat: (what: ExportRequest['what']) => void;
  readonly onFormat: (id: string) => void;
  readonly onOptions: (options: Record<string, unknown>) => void;
}

/** What is exported, in which format, with the options of that format. */
function ExportFormat({ what, formatId, format, formats, options, onWhat, onFormat, onOptions }: FormatProps): ReactElement {
  return (
    <>
      <Select
        label="What"
        mb={10}
        allowDeselect={false}
        data={exportContents.map((id) => ({ value: id, label: labels[id] }))}
        value={what}
        onChange={(id) => onWhat(exportContents.find((known) => known === id) ?? 'all')}
      />
      <Select
        label="Format"
        mb={10}
        allowDeselect={false}
        data={formats.map(({ id, label }) => ({ value: id, label }))}
        value={formatId}
        onChange={(id) => {
          onFormat(id ?? 'csv');
          onOptions({});
        }}
      />
      {format && (
        <p className={classes.hint}>
          {format.description} {format.holdsAll ? 'Imported again, it gives the same data.' : 'It does not hold all of the data.'}
        </p>
      )}
      {formatId === 'csv' && (
        <Button variant="default" size="compact-sm" mb={10} onClick={() => onOptions(germanExcel)}>
          For a German Excel
        </Button>
      )}
      {format && <SchemaForm schema={format.params} values={options} onChange={onOptions} />}
    </>
  );
}
