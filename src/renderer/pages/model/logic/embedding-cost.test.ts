import { expect, it } from 'vitest';
import { describeEstimate, describeUsage, formatPrice } from './embedding-cost';

it('displays prices with two significant digits or cents, and a note if unknown', () => {
  expect([1.239, 0.0028, 0.00001, 0, null].map(formatPrice)).toEqual(['$1.24', '$0.0028', 'less than $0.0001', 'free', 'price unknown']);
});

it('separates texts to send from cached ones', () => {
  const estimate = { provider: 'openai', model: 'm', texts: 2000, cachedTexts: 0, tokens: 142_185, priceUsd: 0.0028437 };
  expect(describeEstimate(estimate)).toBe('2,000 texts to send, about 142,185 tokens, about $0.0028.');
  expect(describeEstimate({ ...estimate, texts: 1, cachedTexts: 1999, priceUsd: null })).toBe(
    '1 text to send, about 142,185 tokens, the price of this model is unknown. 1,999 texts cached: free.',
  );
  expect(describeEstimate({ ...estimate, texts: 0, cachedTexts: 2000, tokens: 0, priceUsd: 0 })).toBe('All 2,000 texts are cached: free.');
  expect(describeUsage({ requestedTexts: 10, cachedTexts: 1, cutTexts: 0, tokens: 99, priceUsd: 0.5 })).toBe(
    '10 texts embedded, 99 tokens, $0.50; 1 text cached',
  );
});
