import { Button, NumberInput, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { pgvectorConnectionSchema, type IndexEnginesStatus, type PgvectorConnection } from '#shared/schemas/index-engine';
import { api, bridge } from '../../api/client';
import { useDoctor } from '../../api/queries';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { Failed, FailureNotice } from '../../components/failed';
import { Panel } from '../../components/panel';
import { AttachedTables } from './attached-tables';
import { AttachmentChecks } from './attachment-checks';
import { toFailure } from '../../logic/failure';
import classes from './settings.module.css';

/** The PostgreSQL server that may hold indexes. Its password is stored with the other passwords, under the name given here. */
export function IndexEngineForm(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: keys.indexEngines,
    queryFn: ({ signal }) => api().model.indexEngines(undefined, { signal }),
  });
  return (
    <Panel title="Index server" note="PostgreSQL with pgvector; choose it as the index backend on the Model page">
      {error && <Failed error={error} title="The connection cannot be read" onRetry={() => void refetch()} />}
      {data && <ConnectionForm key={data.pgvector?.url ?? ''} status={data} />}
    </Panel>
  );
}

function ConnectionForm({ status }: { readonly status: IndexEnginesStatus }): ReactElement {
  const [connection, setConnection] = useState(() => status.pgvector ?? { ...pgvectorConnectionSchema.parse({ url: 'x' }), url: '' });
  const { data: doctor, isFetching } = useDoctor();
  const save = useMutation({
    mutationFn: (pgvector: PgvectorConnection | null) => api().model.setIndexEngines({ pgvector }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(keys.indexEngines, saved);
      await queryClient.invalidateQueries({ queryKey: keys.doctor });
      await queryClient.invalidateQueries({ queryKey: keys.attachments });
    },
  });
  const backend = doctor?.indexBackends.find(({ id }) => id === backendId);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(connection);
      }}
    >
      <Stack gap={10}>
        <ServerFields status={status} connection={connection} onChange={(change) => setConnection({ ...connection, ...change })} />
        <AttachedTables attached={connection.attached} onChange={(attached) => setConnection({ ...connection, attached })} />
        <div className={classes.line}>
          <Button type="submit" disabled={connection.url === ''} loading={save.isPending}>
            Keep
          </Button>
          {status.pgvectorFrom === 'settings' && (
            <Button variant="default" onClick={() => save.mutate(null)}>
              Remove
            </Button>
          )}
        </div>
        {save.error && <FailureNotice failure={toFailure(save.error)} />}
        <p className={classes.hint} role="status">
          {isFetching ? 'Asking the server …' : status.pgvector && backend ? statusText(backend) : 'No server is named.'}
        </p>
        {Object.values(status.pgvector?.attached ?? {}).some(Boolean) && <AttachmentChecks />}
      </Stack>
    </form>
  );
}

interface FieldsProps {
  readonly status: IndexEnginesStatus;
  readonly connection: PgvectorConnection;
  readonly onChange: (change: Partial<PgvectorConnection>) => void;
}

function ServerFields({ status, connection, onChange }: FieldsProps): ReactElement {
  const fromEnvironment = status.pgvectorFrom === 'environment';
  return (
    <>
      <TextInput
        label="Address"
        placeholder="postgres://user@host:5432/database"
        description={fromEnvironment ? 'Given by RANKLAB_PG_URL' : undefined}
        autoComplete="off"
        disabled={fromEnvironment}
        value={connection.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <TextInput
        label="Name of the password"
        description={`${bridge ? 'Under “Passwords and tokens”' : 'An environment variable of the service'}; ${status.hasPassword ? 'a password is known' : 'no password is known'}`}
        value={connection.passwordFrom}
        onChange={(event) => onChange({ passwordFrom: event.currentTarget.value.trim() })}
      />
      <UseFields connection={connection} onChange={onChange} />
    </>
  );
}

/** How much of the server is used, and what happens without it. */
function UseFields({ connection, onChange }: Pick<FieldsProps, 'connection' | 'onChange'>): ReactElement {
  return (
    <>
      <div className={classes.line}>
        <TextInput label="Schema" value={connection.schema} onChange={(event) => onChange({ schema: event.currentTarget.value })} />
        <NumberInput
          label="Keep unused for (days)"
          min={1}
          max={3_650}
          value={connection.keepDays}
          onChange={(value) => typeof value === 'number' && onChange({ keepDays: value })}
        />
        <NumberInput
          label="Connections"
          min={1}
          max={64}
          allowDecimal={false}
          value={connection.connections}
          onChange={(value) => typeof value === 'number' && onChange({ connections: value })}
        />
      </div>
      <div>
        <p className={classes.hint}>While the server does not answer, recommendations</p>
        <SegmentedControl
          aria-label="While the server does not answer"
          value={connection.whenUnavailable}
          onChange={(whenUnavailable) => onChange({ whenUnavailable })}
          data={[
            { value: 'stop', label: 'stop with an error' },
            { value: 'scan', label: 'scan exactly, and say so' },
          ]}
        />
      </div>
    </>
  );
}

/** The entry of the doctor’s list that this form is about. */
const backendId = 'pgvector';

const statusText = ({ detail, remedy }: { readonly detail: string; readonly remedy: string | null }): string =>
  remedy === null ? detail : `${detail} · ${remedy}`;
