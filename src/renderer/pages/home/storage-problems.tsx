import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../api/client';
import { useWorkspace } from '../../api/queries';
import { keys } from '../../api/query-keys';
import { toFailure } from '../../logic/failure';
import { FailureNotice } from '../../components/failed';
import { Panel } from '../../components/panel';
import { formatMinute } from '../../logic/format';
import classes from './home.module.css';

/** Maximum number of listed problems; the folder holds the rest. */
const shown = 20;

/** Damage found in the open workspace; empty if there is none. */
export function StorageProblems(): ReactElement | null {
  const { data: workspace } = useWorkspace();
  const client = useQueryClient();
  const dismiss = useMutation({
    mutationFn: () => api().system.dismissProblems(),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.workspace }),
  });
  const problems = workspace?.problems ?? [];
  if (!workspace || problems.length === 0) return null;
  return (
    <Panel
      title="Damage in the workspace"
      note={`kept in ${workspace.path}/set-aside`}
      className={classes.stage}
      actions={
        <Button size="xs" variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
          Dismiss
        </Button>
      }
    >
      {dismiss.error && <FailureNotice failure={toFailure(dismiss.error)} title="The list cannot be dismissed" />}
      <ul className={classes.problems}>
        {problems.slice(0, shown).map(({ file, line, reason, keptAs, foundAtMs }) => (
          <li key={`${file} ${line} ${reason}`}>
            <b>{line === null ? file : `${file}, ${file.includes('.') ? 'line' : 'record'} ${line}`}</b>: {reason}
            <small>
              {formatMinute(foundAtMs)}
              {keptAs === null ? '' : ` · kept as ${keptAs}`}
            </small>
          </li>
        ))}
      </ul>
      {problems.length > shown && <p>and {problems.length - shown} more</p>}
    </Panel>
  );
}
