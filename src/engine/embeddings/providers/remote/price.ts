/** USD per million tokens, OpenAI's list prices. */
const pricesPerMillion: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 0.02,
  'text-embedding-3-large': 0.13,
  'text-embedding-ada-002': 0.1,
};

/** Undefined for models without a known price, for example on a server of one's own. */
export function priceUsd(model: string, baseUrl: string | undefined, tokens: number): number | undefined {
  const price = baseUrl === undefined ? pricesPerMillion[model] : undefined;
  return price === undefined ? undefined : (price * tokens) / 1e6;
}
