import { describe, expect, it } from 'vitest';
import { priceUsd } from './price';
import { estimateTokens, withinTokens } from './tokens';

describe('token estimates', () => {
  it('count a token per four bytes of UTF-8, rounded up', () => {
    expect(['', 'a', 'abcd', 'abcde', 'éé', '東京物', '🎬'].map(estimateTokens)).toEqual([0, 1, 1, 2, 1, 3, 1]);
  });

  it('truncate texts at a character boundary within the limit', () => {
    expect(withinTokens('abcdefgh', 2)).toBe('abcdefgh');
    expect(withinTokens('abcdefghi', 2)).toBe('abcdefgh');
    expect(withinTokens('🎬🎬🎬', 2)).toBe('🎬🎬');
  });

  it('give prices for known OpenAI models only', () => {
    expect(priceUsd('text-embedding-3-small', undefined, 2_000_000)).toBeCloseTo(0.04, 12);
    expect(priceUsd('text-embedding-3-large', undefined, 1_000_000)).toBeCloseTo(0.13, 12);
    expect(priceUsd('text-embedding-3-small', 'http://localhost/v1', 1)).toBeUndefined();
    expect(priceUsd('other', undefined, 1)).toBeUndefined();
  });
});
