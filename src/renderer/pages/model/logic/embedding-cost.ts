import type { EmbeddingEstimate, EmbeddingUsage } from '#shared/schemas/embedding-cost';
import { formatCount, plural } from '../../../logic/format';

/** `$1.24`, `$0.0028`, `less than $0.0001`; a text if the price is unknown. */
export function formatPrice(priceUsd: number | null): string {
  if (priceUsd === null) return 'price unknown';
  if (priceUsd === 0) return 'free';
  if (priceUsd < 0.0001) return 'less than $0.0001';
  return `$${priceUsd.toFixed(priceUsd < 0.1 ? 4 : 2)}`;
}

/** Estimated cost of a build as text. */
export function describeEstimate({ texts, cachedTexts, tokens, priceUsd }: EmbeddingEstimate): string {
  if (texts === 0) return `All ${plural(cachedTexts, 'text')} are cached: free.`;
  const price = priceUsd === null ? 'the price of this model is unknown' : `about ${formatPrice(priceUsd)}`;
  const request = `${plural(texts, 'text')} to send, about ${formatCount(tokens)} tokens, ${price}.`;
  return cachedTexts === 0 ? request : `${request} ${plural(cachedTexts, 'text')} cached: free.`;
}

/** Actual cost of a build as text. */
export const describeUsage = ({ requestedTexts, cachedTexts, cutTexts, tokens, priceUsd }: EmbeddingUsage): string =>
  `${plural(requestedTexts, 'text')} embedded, ${formatCount(tokens)} tokens, ${formatPrice(priceUsd)}; ${plural(cachedTexts, 'text')} cached${cutTexts > 0 ? `; ${plural(cutTexts, 'text')} cut` : ''}`;
