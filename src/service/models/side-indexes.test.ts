import { expect, it } from 'vitest';
import type { BuildReport } from '#shared/schemas/model';
import { describeIndexes } from './side-indexes';

type Report = BuildReport['indexes'][number];
const report = (which: Report['which'], type: string): Report => ({
  which,
  backend: 'faiss',
  description: `FAISS 1.7.3 · ${type} · cosine · avx2`,
  count: 10,
  dimensions: 4,
  bytes: 160,
  type,
  typeReason: `${type} was chosen`,
  backendReason: 'FAISS is the first choice and usable here',
  fingerprint: '0123456789abcdef'.repeat(4),
});

it('describes the indexes for exports: engine, type and reasons, each reason once, fingerprint for non-deterministic builds', () => {
  expect(describeIndexes([report('content', 'HNSW32'), report('factors', 'Flat')])).toBe(
    'content: FAISS 1.7.3 · HNSW32 · cosine · avx2 · sha256 0123456789abcdef; factors: FAISS 1.7.3 · Flat · cosine · avx2. ' +
      'FAISS is the first choice and usable here. HNSW32 was chosen. Flat was chosen',
  );
});
