import { z } from 'zod';

const whole = (least: number, most: number) => z.int().min(least).max(most);

const paramsSchema = z.strictObject({
  efConstruction: whole(4, 10_000).default(100).describe('HNSW: candidates explored per vector while building'),
  efSearch: whole(1, 100_000).optional().describe('HNSW: candidates explored per search; at least the neighbours asked for'),
});
export type QdrantParams = z.infer<typeof paramsSchema>;

export const qdrantEntry = {
  id: 'qdrant',
  label: 'Qdrant',
  description: 'A Qdrant server or cluster: HNSW under filters, in 32 or 16 bits',
  params: paramsSchema,
};
