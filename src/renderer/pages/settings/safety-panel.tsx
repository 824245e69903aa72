import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { backupReportSchema, checkReportSchema, type CheckReport } from '#shared/schemas/safety';
import { plural } from '#shared/counts';
import { api } from '../../api/client';
import { finished } from '../../api/workspaces';
import { FailureNotice } from '../../components/failed';
import { Panel } from '../../components/panel';
import { toFailure } from '../../logic/failure';
import { formatBytes } from '../../logic/format';
import classes from './settings.module.css';

/** Checks and backs up the open workspace, and makes a workspace of a backup. */
export function SafetyPanel({ hasWorkspace }: { readonly hasWorkspace: boolean }): ReactElement {
  const check = useMutation({
    mutationFn: async (repair: boolean) =>
      checkReportSchema.parse((await finished((await api().system.checkWorkspace({ repair })).jobId)).result),
  });
  const backup = useMutation({
    mutationFn: async () => backupReportSchema.parse((await finished((await api().system.backupWorkspace({})).jobId)).result),
  });
  const busy = check.isPending || backup.isPending;
  const damaged = check.data?.findings.some(({ repaired }) => !repaired) ?? false;
  const error = check.error ?? backup.error;
  return (
    <Panel title="Check and back up" note="reads every artifact, document, log and table; a backup is one file, made while you work">
      <Group gap={8}>
        <Button variant="default" disabled={!hasWorkspace || busy} loading={check.isPending} onClick={() => check.mutate(false)}>
          Check the workspace
        </Button>
        {damaged && (
          <Button variant="default" disabled={busy} onClick={() => check.mutate(true)}>
            Repair
          </Button>
        )}
        <Button variant="default" disabled={!hasWorkspace || busy} loading={backup.isPending} onClick={() => backup.mutate()}>
          Back up now
        </Button>
      </Group>
      <div aria-live="polite">
        {check.data && <Findings report={check.data} />}
        {backup.data && (
          <p className={classes.hint}>
            Backed up {plural(backup.data.files, 'file')}, {formatBytes(backup.data.bytes)}: {backup.data.path}
          </p>
        )}
      </div>
      {error && <FailureNotice failure={toFailure(error)} title={check.error ? 'The check failed' : 'The backup failed'} />}
      <Restore />
    </Panel>
  );
}

function Findings({ report: { read, findings, rebuilt } }: { readonly report: CheckReport }): ReactElement {
  const counts = `${plural(read.artifacts, 'artifact')}, ${plural(read.tables, 'table')}, ${plural(read.rows, 'row')}, ${formatBytes(read.bytes)}`;
  return (
    <div className={classes.hint}>
      <p>{findings.length === 0 ? `No damage in ${counts}.` : `${plural(findings.length, 'problem')} in ${counts}.`}</p>
      <ul>
        {findings.map(({ file, reason, remedy, repaired }) => (
          <li key={`${file} ${reason}`}>
            <b>{file}</b>: {reason}. {repaired ? 'Repaired.' : remedy}
          </li>
        ))}
      </ul>
      {rebuilt && <p>The models were built again.</p>}
    </div>
  );
}

function Restore(): ReactElement {
  const [file, setFile] = useState('');
  const [path, setPath] = useState('');
  const restore = useMutation({
    mutationFn: async () => backupReportSchema.parse((await finished((await api().system.restoreWorkspace({ file, path })).jobId)).result),
  });
  return (
    <>
      <div className={classes.line}>
        <TextInput
          label="Restore from"
          placeholder="a .ranklab-backup file"
          value={file}
          onChange={(event) => setFile(event.currentTarget.value)}
        />
        <TextInput label="Into" placeholder="a new folder" value={path} onChange={(event) => setPath(event.currentTarget.value)} />
        <Button variant="default" disabled={file === '' || path === ''} loading={restore.isPending} onClick={() => restore.mutate()}>
          Restore
        </Button>
      </div>
      {restore.data && <p className={classes.hint}>Restored to {restore.data.path}: open it on the Home page.</p>}
      {restore.error && <FailureNotice failure={toFailure(restore.error)} title="The backup cannot be restored" />}
    </>
  );
}
