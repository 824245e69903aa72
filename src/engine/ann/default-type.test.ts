import { describe, expect, it } from 'vitest';
import { defaultIndexType } from './default-type';

describe('default index type', () => {
  it('is Flat up to 100,000 vectors and HNSW above, with the reason', () => {
    expect(defaultIndexType(100_000, true).type).toBe('Flat');
    expect(defaultIndexType(100_001, true).type).toBe('HNSW32');
    expect(defaultIndexType(100_001, true).reason).toContain('100,001');
  });

  it('is Flat with a note if the backend has no HNSW', () => {
    expect(defaultIndexType(500_000, false)).toEqual({
      type: 'Flat',
      reason: 'Flat, because this backend has no other type; FAISS would use HNSW32 for 500,000 vectors',
    });
  });
});
