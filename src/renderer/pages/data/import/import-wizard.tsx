import { Button, SegmentedControl } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useRegistries, useSummary, useWorkspace } from '../../../api/queries';
import { FailureNotice } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { Panel } from '../../../components/panel';
import { planProblems, presetsWithLayouts } from '../../../logic/import-plan';
import { useImport } from '../../../stores/import-store';
import { useJobs } from '../../../stores/jobs-store';
import { FilePicker } from './file-picker';
import { FilePreviewPanel } from './file-preview-panel';
import { startImport } from './import-actions';
import { ImportOptionsForm } from './import-options-form';
import { ImportReportPanel } from './import-report-panel';
import classes from './import.module.css';
import { PresetFilePanel } from './preset-file-panel';
import { PresetForm } from './preset-form';
import { ReplaceDialog } from './replace-dialog';
import { SaveRejectedRows } from './save-rejected-rows';
import { SkippedFiles } from './skipped-files';

/** Files → mapping → import. The report names every rejected row. */
export function ImportWizard(): ReactElement {
  const { files, preset, folder, jobId, report, checked, failure } = useImport();
  const { data: registries } = useRegistries();
  const job = useJobs((state) => (jobId === null ? undefined : state.jobs[jobId]));
  const presets = presetsWithLayouts(registries?.importPresets ?? []);
  const problems = preset === null ? planProblems(files) : folder.trim() === '' ? ['Enter the folder that contains the files'] : [];
  const layout = presets.find(({ id }) => id === preset);
  const started = files.length > 0 || folder !== '';
  return (
    <div className={classes.stack}>
      {report?.changed === true && <ImportReportPanel report={report} checked={checked} />}
      <FilePicker presets={presets.map(({ id }) => id)} />
      <SkippedFiles />
      {(started || preset !== null) && <PresetForm presets={presets} />}
      {files.map((file) =>
        layout ? <PresetFilePanel key={file.path} file={file} preset={layout} /> : <FilePreviewPanel key={file.path} file={file} />,
      )}
      {preset === null && files.length > 0 && <ImportOptionsForm />}
      {failure && <FailureNotice failure={failure} title="The import failed; the data is unchanged" />}
      {failure?.file !== undefined && (
        <div className={classes.line}>
          <SaveRejectedRows />
        </div>
      )}
      {job && (
        <Panel title="Reading the files">
          <JobProgress job={job} />
        </Panel>
      )}
      {started && !job && <StartPanel problems={problems} />}
      {report?.changed === false && !job && <ImportReportPanel report={report} checked={checked} />}
    </div>
  );
}

/** What still has to be answered, and the buttons that import, check or start over. Replacing data is asked about, with what goes. */
function StartPanel({ problems }: { readonly problems: readonly string[] }): ReactElement {
  const { mode, update, reset } = useImport();
  const { data: workspace } = useWorkspace();
  const { data: summary } = useSummary();
  const [asking, ask] = useDisclosure(false);
  const replaced = mode === 'replace' && summary ? summary : undefined;
  return (
    <Panel title="Import">
      {problems.length > 0 && (
        <ul className={classes.problems} aria-live="polite">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <div className={classes.line} style={{ marginTop: problems.length > 0 ? 10 : 0 }}>
        {workspace?.hasData && (
          <SegmentedControl
            aria-label="Existing data"
            data={[
              { value: 'replace', label: 'Replace the data' },
              { value: 'merge', label: 'Add to the data' },
            ]}
            value={mode}
            onChange={(value) => update({ mode: value === 'merge' ? 'merge' : 'replace' })}
          />
        )}
        <Button disabled={problems.length > 0} onClick={replaced ? ask.open : () => void startImport()}>
          {replaced ? 'Import…' : 'Import'}
        </Button>
        <Button variant="default" disabled={problems.length > 0} onClick={() => void startImport(true)}>
          Check first
        </Button>
        <Button variant="default" onClick={reset}>
          Start over
        </Button>
      </div>
      {replaced && <ReplaceDialog opened={asking} summary={replaced} onClose={ask.close} onReplace={() => void startImport()} />}
    </Panel>
  );
}
