import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { pgvectorConnectionSchema, qdrantConnectionSchema } from '#shared/schemas/index-engine';
import { api } from '../../api/client';
import { keys } from '../../api/query-keys';
import { Failed } from '../../components/failed';
import { Panel } from '../../components/panel';
import { EngineForm } from './engine-form';
import { PostgresFields } from './postgres-fields';
import { QdrantFields } from './qdrant-fields';

const noPostgres = { ...pgvectorConnectionSchema.parse({ url: 'x' }), url: '' };
const noQdrant = { ...qdrantConnectionSchema.parse({ url: 'x' }), url: '' };

/** The servers that may hold indexes. */
export function IndexEngineForms(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: keys.indexEngines,
    queryFn: ({ signal }) => api().model.indexEngines(undefined, { signal }),
  });
  const failed = error && <Failed error={error} title="The connections cannot be read" onRetry={() => void refetch()} />;
  return (
    <>
      <Panel title="Index server: PostgreSQL" note="With pgvector; choose it as the index backend on the Model page">
        {failed}
        {data && (
          <EngineForm
            key={data.pgvector?.url ?? ''}
            id="pgvector"
            stored={data.pgvector}
            empty={noPostgres}
            from={data.pgvectorFrom}
            fields={(connection, onChange) => <PostgresFields status={data} connection={connection} onChange={onChange} />}
          />
        )}
      </Panel>
      <Panel title="Index server: Qdrant" note="Or a cluster of them; choose it as the index backend on the Model page">
        {data && (
          <EngineForm
            key={data.qdrant?.url ?? ''}
            id="qdrant"
            stored={data.qdrant}
            empty={noQdrant}
            from={data.qdrantFrom}
            fields={(connection, onChange) => <QdrantFields status={data} connection={connection} onChange={onChange} />}
          />
        )}
      </Panel>
    </>
  );
}
