import { z } from 'zod';
import { knownAtSchema } from '../schemas/foreign-run';
import { storedVectorsSchema, vectorColumnsSchema, vectorHashSchema } from '../schemas/vector-file';
import { nothing, procedure, startedJob } from './base';

const sha256 = vectorHashSchema;
const options = { knownAt: knownAtSchema.default(null), columns: vectorColumnsSchema.default({}) };

/** Vectors made elsewhere, stored in the workspace under the SHA-256 of their file: for signals and candidate sources. */
export const vectorsContract = {
  list: procedure
    .route({ method: 'GET', path: '/vectors', summary: 'All stored files of vectors, the newest first' })
    .output(z.array(storedVectorsSchema)),
  get: procedure
    .route({ method: 'GET', path: '/vectors/{sha256}', summary: 'A stored file of vectors: where it comes from and what it holds' })
    .input(z.object({ sha256 }))
    .output(storedVectorsSchema),
  /** As a job, whose result is the stored file. .npy, .npz, Parquet, CSV, JSON Lines or the text of word2vec, told by its content. */
  add: procedure
    .route({ method: 'POST', path: '/vectors', summary: 'Store vectors from a file of this machine' })
    .input(z.object({ path: z.string().min(1).max(4_096), name: z.string().min(1).max(500).optional(), ...options }))
    .output(startedJob),
  upload: procedure
    .route({ method: 'POST', path: '/vectors/upload', summary: 'Store vectors from uploaded bytes' })
    .input(z.object({ file: z.file(), name: z.string().min(1).max(200), ...options }))
    .output(storedVectorsSchema),
  remove: procedure
    .route({ method: 'DELETE', path: '/vectors/{sha256}', summary: 'Remove a stored file of vectors' })
    .input(z.object({ sha256 }))
    .output(nothing),
};
