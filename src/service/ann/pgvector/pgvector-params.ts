import { z } from 'zod';

const whole = (least: number, most: number) => z.int().min(least).max(most);

const paramsSchema = z.strictObject({
  efConstruction: whole(4, 1_000).default(64).describe('HNSW: candidates explored per vector while building'),
  efSearch: whole(1, 1_000).optional().describe('HNSW: candidates explored per search; at least the neighbours asked for'),
  nprobe: whole(1, 32_768).optional().describe('IVF: lists probed per search; more raises recall and latency'),
});
export type PgvectorParams = z.infer<typeof paramsSchema>;

export const pgvectorEntry = {
  id: 'pgvector',
  label: 'pgvector',
  description: 'PostgreSQL with pgvector: HNSW and IVFFlat on a server, in 32 or 16 bits',
  params: paramsSchema,
};
