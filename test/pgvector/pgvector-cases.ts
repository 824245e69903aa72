import type { AnnBackend } from '#engine/ann/port';
import { createPgvectorBackend } from '#service/ann/pgvector/pgvector-backend';
import { pgvectorConnectionSchema } from '#shared/schemas/index-engine';
import type { BackendCase, TypeCase } from '../conformance/ann-cases';

export const allTypes = [
  { type: 'Flat', recall: 1, filteredRecall: 1, tolerance: 2e-6 },
  { type: 'HNSW16', recall: 0.97, filteredRecall: 0.9, tolerance: 2e-6, search: { efSearch: 128 } },
  { type: 'IVF16,Flat', recall: 0.97, filteredRecall: 0.8, tolerance: 2e-6, search: { nprobe: 8 }, trainable: true },
  { type: 'SQfp16', recall: 0.98, filteredRecall: 0.95, tolerance: 0.005 },
  { type: 'HNSW16,SQfp16', recall: 0.96, filteredRecall: 0.9, tolerance: 0.005, search: { efSearch: 128 } },
] as const satisfies readonly TypeCase[];

interface Served {
  readonly url: string;
  readonly password?: string;
  readonly partitions?: readonly string[];
  readonly schema?: string;
}

/** A backend whose server is started before its tests. */
export function pgvectorCase(
  name: string,
  serve: () => Promise<Served & { stop(): Promise<void> }>,
  types: readonly (typeof allTypes)[number]['type'][],
  unavailable?: string,
): BackendCase {
  let served: Served | undefined;
  const backend: AnnBackend = createPgvectorBackend(() =>
    served
      ? {
          connection: pgvectorConnectionSchema.parse({ url: served.url, partitions: served.partitions, schema: served.schema }),
          password: served.password,
        }
      : undefined,
  );
  return {
    name,
    backend,
    types: allTypes.filter(({ type }) => types.includes(type)),
    ...(unavailable !== undefined && { unavailable }),
    async start() {
      const server = await serve();
      served = server;
      return () => server.stop();
    },
  };
}
