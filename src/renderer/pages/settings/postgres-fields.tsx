import { TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { IndexEnginesStatus, PgvectorConnection } from '#shared/schemas/index-engine';
import { bridge } from '../../api/client';
import { AttachedTables } from './attached-tables';
import { EngineUseFields } from './engine-use-fields';

interface Props {
  readonly status: IndexEnginesStatus;
  readonly connection: PgvectorConnection;
  readonly onChange: (change: Partial<PgvectorConnection>) => void;
}

/** Its password is stored with the other passwords, under the name given here. */
export function PostgresFields({ status, connection, onChange }: Props): ReactElement {
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
      <EngineUseFields engine="PostgreSQL" connection={connection} onChange={onChange}>
        <TextInput label="Schema" value={connection.schema} onChange={(event) => onChange({ schema: event.currentTarget.value })} />
      </EngineUseFields>
      <AttachedTables attached={connection.attached} onChange={(attached) => onChange({ attached })} />
    </>
  );
}
