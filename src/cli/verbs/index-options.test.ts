import { describe, expect, it } from 'vitest';
import { indexParameter, indexTypes } from './index-options';

describe('index types on the command line', () => {
  it.each([
    ['Flat,HNSW32,IVF256,Flat', ['Flat', 'HNSW32', 'IVF256,Flat']],
    ['IVF256,PQ16,SQ8', ['IVF256,PQ16', 'SQ8']],
    ['OPQ16,IVF64,PQ16,PQ8,Flat', ['OPQ16,IVF64,PQ16', 'PQ8', 'Flat']],
    ['PCA64,HNSW32', ['PCA64,HNSW32']],
    ['Flat,IVF256,PQ16,RFlat,SQ8,Refine(Flat),HNSW32', ['Flat', 'IVF256,PQ16,RFlat', 'SQ8,Refine(Flat)', 'HNSW32']],
    ['IVF1024(PQ16x4),Flat', ['IVF1024(PQ16x4),Flat']],
    ['IVF1024_HNSW32,Flat', ['IVF1024_HNSW32,Flat']],
  ])('reads %s', (text, types) => {
    expect(indexTypes(text)).toEqual(types);
  });

  it('rejects an incomplete type and an empty one', () => {
    expect(() => indexTypes('Flat,IVF256')).toThrow('“IVF256” is not a complete index type');
    expect(() => indexTypes('Flat,,SQ8')).toThrow('missing');
  });

  it('parses parameters as numbers', () => {
    expect(indexParameter('nprobe=16', indexParameter('efConstruction=200', {}))).toEqual({ efConstruction: 200, nprobe: 16 });
    expect(() => indexParameter('nprobe', {})).toThrow('name=number');
    expect(() => indexParameter('nprobe=many', {})).toThrow('name=number');
  });
});
