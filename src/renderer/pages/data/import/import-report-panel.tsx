import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ImportReport, RejectedRow } from '#shared/schemas/dataset';
import { CopyTable } from '../../../components/copy-table';
import { Panel } from '../../../components/panel';
import { VirtualTable, type Column } from '../../../components/virtual-table';
import { formatCount, plural } from '../../../logic/format';
import { fileNameOf } from '../../../logic/import-plan';
import { useNavigation } from '../../../stores/navigation-store';
import classes from './import.module.css';
import { undoImport } from './import-actions';
import { ImportedFileFacts } from './imported-file-facts';
import { SaveRejectedRows } from './save-rejected-rows';

const columns: readonly Column<RejectedRow>[] = [
  { name: 'File', width: '160px', cell: ({ file }) => fileNameOf(file) },
  { name: 'Line', width: '80px', numeric: true, cell: ({ line }) => formatCount(line) },
  { name: 'Column', width: '120px', cell: ({ column }) => column },
  { name: 'Reason', width: 'minmax(0, 1fr)', cell: ({ reason }) => reason },
  { name: 'Sample', width: 'minmax(0, 1fr)', cell: ({ sample }) => sample },
];

interface Props {
  readonly report: ImportReport;
  /** It is the report of a check. */
  readonly checked: boolean;
}

/** Imported (or importable) counts, and every rejected row with line and reason. */
export function ImportReportPanel({ report, checked }: Props): ReactElement {
  const { files, rejects, users, videos, interactions, notes } = report;
  return (
    <Panel
      title={report.changed ? 'Imported' : checked ? 'Checked' : 'Nothing was imported'}
      note={`${checked ? 'would be ' : ''}${plural(users, 'user')}, ${plural(videos, 'video')}, ${plural(interactions, 'interaction')}`}
      actions={
        rejects.length > 0 && (
          <CopyTable
            what="rejected rows"
            table={() => ({
              columns: ['file', 'line', 'column', 'reason', 'sample'],
              rows: rejects.map((row) => [row.file, row.line, row.column, row.reason, row.sample]),
            })}
          />
        )
      }
    >
      <div role="status">
        {!report.changed && (
          <p>
            <b>{checked ? 'Nothing was changed yet: this is what an import would do.' : 'No row was accepted; the data is unchanged.'}</b>
          </p>
        )}
        {report.replaced && (report.changed || checked) && (
          <p>
            {report.changed ? 'It replaced' : 'It would replace'} {plural(report.replaced.users, 'user')},{' '}
            {plural(report.replaced.videos, 'video')}, {plural(report.replaced.interactions, 'interaction')}
          </p>
        )}
        {files.map((file) => (
          <ImportedFileFacts key={file.file} file={file} />
        ))}
        {notes.map((note) => (
          <p key={note} className={classes.facts}>
            {note}
          </p>
        ))}
      </div>
      {rejects.length > 0 && <RejectedRows report={report} />}
      {report.changed && <NextSteps canUndo={Boolean(report.replaced)} />}
    </Panel>
  );
}

function RejectedRows({ report }: Pick<Props, 'report'>): ReactElement {
  const { files, rejects, rejectsFile } = report;
  const rejected = files.reduce((sum, file) => sum + file.rejected, 0);
  return (
    <div style={{ marginTop: 10 }}>
      <VirtualTable
        label="Rejected rows"
        columns={columns}
        count={rejects.length}
        row={(index) => rejects[index]}
        height={Math.min(360, 48 + rejects.length * 28)}
      />
      {rejectsFile !== null && (
        <div className={classes.line} style={{ marginTop: 8 }}>
          <p className={classes.facts}>
            {rejects.length < rejected ? `The first ${formatCount(rejects.length)} of ${formatCount(rejected)}. ` : ''}All of them:{' '}
            {rejectsFile}
          </p>
          <SaveRejectedRows />
        </div>
      )}
    </div>
  );
}

function NextSteps({ canUndo }: { readonly canUndo: boolean }): ReactElement {
  const go = useNavigation((navigation) => navigation.go);
  return (
    <div className={classes.line} style={{ marginTop: 12 }}>
      <Button onClick={() => go('model')}>Build the models</Button>
      <Button variant="default" onClick={() => go('data', { view: 'overview' })}>
        Look at the data
      </Button>
      {canUndo && (
        <Button variant="default" onClick={() => void undoImport()}>
          Undo: bring the replaced data back
        </Button>
      )}
    </div>
  );
}
