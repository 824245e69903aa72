import { exactBackend } from '#engine/ann/backends/exact';
import type { AnnBackend } from '#engine/ann/port';
import { faissBackend } from './faiss-backend';
import { createFaissNodeBackend } from './faiss-node-backend';
import { createPgvectorBackend } from './pgvector/pgvector-backend';
import { createQdrantBackend } from './qdrant/qdrant-backend';

/**
 * The index backends of this process, in order of preference; each reports why it cannot be used here. External engines come last: “auto” never sends
 * vectors to a server.
 */
export const annBackends = (): readonly AnnBackend[] => [
  faissBackend,
  createFaissNodeBackend(),
  exactBackend,
  createPgvectorBackend(),
  createQdrantBackend(),
];
