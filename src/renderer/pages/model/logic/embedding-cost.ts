import type { EmbeddingEstimate, EmbeddingUsage } from '#shared/schemas/embedding-cost';
import { formatCount, plural } from '../../../logic/format';

/** `$1.24`, `$0.0028`, `less than $0.0001`; words where no price is known. */
export function formatPrice(priceUsd: number | null): string {
  if (priceUsd === null) return 'price unknown';
  if (priceUsd === 0) return 'free';
  if (priceUsd < 0.0001) return 'less than $0.0001';
  return `$${priceUsd.toFixed(priceUsd < 0.1 ? 4 : 2)}`;
}

/** What a build would cost, in a sentence or two. */
export function describeEstimate({ texts, cachedTexts, tokens, priceUsd }: EmbeddingEstimate): string {
  if (texts === 0) return `All ${plural(cachedTexts, 'text')} were paid for before: free.`;
  const price = priceUsd === null ? 'no price is known for this model' : `about ${formatPrice(priceUsd)}`;
  const asked = `${plural(texts, 'text')} to send, about ${formatCount(tokens)} tokens, ${price}.`;
  return cachedTexts === 0 ? asked : `${asked} ${plural(cachedTexts, 'text')} paid for before: free.`;
}

/** What a build did cost. */
export const describeUsage = ({ requestedTexts, cachedTexts, tokens, priceUsd }: EmbeddingUsage): string =>
  `${plural(requestedTexts, 'text')} sent, ${formatCount(tokens)} tokens, ${formatPrice(priceUsd)}; ${plural(cachedTexts, 'text')} free`;
