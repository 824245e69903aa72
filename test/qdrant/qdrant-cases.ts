import type { AnnBackend } from '#engine/ann/port';
import { createQdrantBackend } from '#service/ann/qdrant/qdrant-backend';
import { qdrantConnectionSchema } from '#shared/schemas/index-engine';
import type { BackendCase, TypeCase } from '../conformance/ann-cases';

const types = [
  { type: 'Flat', recall: 1, filteredRecall: 1, tolerance: 2e-6 },
  { type: 'HNSW16', recall: 0.97, filteredRecall: 0.9, tolerance: 2e-6, search: { efSearch: 128 } },
  { type: 'SQfp16', recall: 0.98, filteredRecall: 0.95, tolerance: 0.005 },
  { type: 'HNSW16,SQfp16', recall: 0.96, filteredRecall: 0.9, tolerance: 0.005, search: { efSearch: 128 } },
] as const satisfies readonly TypeCase[];

interface Served {
  readonly url: string;
  readonly key?: string | undefined;
  readonly prefix?: string;
}

/** A backend whose server is started before its tests. */
export function qdrantCase(name: string, serve: () => Promise<Served & { stop(): Promise<void> }>, unavailable?: string): BackendCase {
  let served: Served | undefined;
  const backend: AnnBackend = createQdrantBackend(() =>
    served ? { connection: qdrantConnectionSchema.parse({ url: served.url, prefix: served.prefix }), key: served.key } : undefined,
  );
  return {
    name,
    backend,
    types,
    ...(unavailable !== undefined && { unavailable }),
    async start() {
      const server = await serve();
      served = server;
      return () => server.stop();
    },
  };
}
