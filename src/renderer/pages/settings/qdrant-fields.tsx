import { NumberInput, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { IndexEnginesStatus, QdrantConnection } from '#shared/schemas/index-engine';
import { bridge } from '../../api/client';
import { AttachedCollections } from './attached-collections';
import { EngineUseFields } from './engine-use-fields';
import classes from './settings.module.css';

interface Props {
  readonly status: IndexEnginesStatus;
  readonly connection: QdrantConnection;
  readonly onChange: (change: Partial<QdrantConnection>) => void;
}

/** Its key is stored with the passwords, under the name given here. */
export function QdrantFields({ status, connection, onChange }: Props): ReactElement {
  const fromEnvironment = status.qdrantFrom === 'environment';
  return (
    <>
      <TextInput
        label="Address"
        placeholder="http://host:6333"
        description={fromEnvironment ? 'Given by RANKLAB_QDRANT_URL' : undefined}
        autoComplete="off"
        disabled={fromEnvironment}
        value={connection.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <TextInput
        label="Name of the API key"
        description={`${bridge ? 'Under “Passwords and tokens”' : 'An environment variable of the service'}; ${status.hasKey ? 'a key is known' : 'no key is known'}`}
        value={connection.keyFrom}
        onChange={(event) => onChange({ keyFrom: event.currentTarget.value.trim() })}
      />
      <EngineUseFields engine="Qdrant" connection={connection} onChange={onChange}>
        <TextInput
          label="Collections begin with"
          value={connection.prefix}
          onChange={(event) => onChange({ prefix: event.currentTarget.value.trim() })}
        />
      </EngineUseFields>
      <div className={classes.line}>
        <NumberInput
          label="Shards of a collection"
          min={1}
          max={1_000}
          allowDecimal={false}
          value={connection.shards}
          onChange={(shards) => typeof shards === 'number' && onChange({ shards })}
        />
        <NumberInput
          label="Copies of a shard"
          min={1}
          max={100}
          allowDecimal={false}
          value={connection.replicas}
          onChange={(replicas) => typeof replicas === 'number' && onChange({ replicas })}
        />
      </div>
      <AttachedCollections attached={connection.attached} onChange={(attached) => onChange({ attached })} />
    </>
  );
}
