import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { IndexEngines, IndexEnginesStatus } from '#shared/schemas/index-engine';
import { api } from '../../api/client';
import { useDoctor } from '../../api/queries';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { FailureNotice } from '../../components/failed';
import { toFailure } from '../../logic/failure';
import { AttachmentChecks } from './attachment-checks';
import classes from './settings.module.css';

type EngineId = keyof IndexEngines;
type Connection<Id extends EngineId> = NonNullable<IndexEngines[Id]>;

interface Props<Id extends EngineId> {
  /** Of the backend, in the doctor’s list too. */
  readonly id: Id;
  readonly stored: Connection<Id> | null;
  /** Without an address. */
  readonly empty: Connection<Id>;
  readonly from: IndexEnginesStatus['pgvectorFrom'];
  readonly fields: (connection: Connection<Id>, onChange: (change: Partial<Connection<Id>>) => void) => ReactElement;
}

/** The connection of one engine: its fields, Keep and Remove, and whether its server answers. */
export function EngineForm<Id extends EngineId>({ id, stored, empty, from, fields }: Props<Id>): ReactElement {
  const [connection, setConnection] = useState(stored ?? empty);
  const { data: doctor, isFetching } = useDoctor();
  const save = useMutation({
    mutationFn: (changed: Connection<Id> | null) => api().model.setIndexEngines({ [id]: changed }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(keys.indexEngines, saved);
      await queryClient.invalidateQueries({ queryKey: keys.doctor });
      await queryClient.invalidateQueries({ queryKey: keys.attachments });
    },
  });
  const backend = doctor?.indexBackends.find((one) => one.id === id);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(connection);
      }}
    >
      <Stack gap={10}>
        {fields(connection, (change) => setConnection({ ...connection, ...change }))}
        <div className={classes.line}>
          <Button type="submit" disabled={connection.url === ''} loading={save.isPending}>
            Keep
          </Button>
          {from === 'settings' && (
            <Button variant="default" onClick={() => save.mutate(null)}>
              Remove
            </Button>
          )}
        </div>
        {save.error && <FailureNotice failure={toFailure(save.error)} />}
        <p className={classes.hint} role="status">
          {isFetching ? 'Asking the server …' : stored && backend ? statusText(backend) : 'No server is named.'}
        </p>
        {Object.values(stored?.attached ?? {}).some(Boolean) && <AttachmentChecks engine={id} />}
      </Stack>
    </form>
  );
}

const statusText = ({ detail, remedy }: { readonly detail: string; readonly remedy: string | null }): string =>
  remedy === null ? detail : `${detail} · ${remedy}`;
