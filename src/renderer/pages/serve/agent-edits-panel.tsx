import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { AgentEdit } from '#shared/schemas/agent';
import { api } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { workspaceChanged } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { FailureNotice } from '../../components/failed';
import { notifyDone, notifyFailure } from '../../components/notify';
import { Panel } from '../../components/panel';
import { formatMinute } from '../../logic/format';
import { ActionTable } from './action-table';
import classes from './online/online.module.css';

const WATCH_MS = 10_000;

/** Changes by agents, each with its agent's name and Undo. */
export function AgentEditsPanel(): ReactElement {
  const { data: edits, error } = useQuery({
    queryKey: keys.agentEdits,
    queryFn: ({ signal }) => api().agent.edits(undefined, { signal }),
    refetchInterval: WATCH_MS,
  });
  return (
    <Panel
      title="Changes by agents"
      note="Agents connect with “ranklab mcp”, or to /mcp of “serve --mcp”; they are read-only unless edits are allowed"
    >
      {error && <FailureNotice failure={toFailure(error)} />}
      {edits?.length === 0 && <p className={classes.muted}>No agent has changed anything in this workspace.</p>}
      {edits && edits.length > 0 && (
        <ActionTable columns={['When', 'Agent', 'Change']}>
          {edits.map((edit) => (
            <EditRow key={edit.id} edit={edit} />
          ))}
        </ActionTable>
      )}
    </Panel>
  );
}

function EditRow({ edit }: { readonly edit: AgentEdit }): ReactElement {
  return (
    <tr>
      <td>{formatMinute(edit.atMs)}</td>
      <th scope="row">{edit.agent}</th>
      <td className={classes.wide}>{edit.summary}</td>
      <td className={classes.number}>
        {edit.undoneAtMs === null ? (
          <Button variant="subtle" color="gray" aria-label={`Undo: ${edit.agent} ${edit.summary}`} onClick={() => void undo(edit)}>
            Undo
          </Button>
        ) : (
          'undone'
        )}
      </td>
    </tr>
  );
}

async function undo(edit: AgentEdit): Promise<void> {
  try {
    await api().agent.undo({ id: edit.id });
    await workspaceChanged();
    notifyDone(`Undone: ${edit.agent} ${edit.summary}`);
  } catch (error) {
    notifyFailure('The change could not be undone', error);
  }
}
