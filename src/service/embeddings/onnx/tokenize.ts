/** What we use of @huggingface/tokenizers. */
export interface Tokenizer {
  encode(text: string, options?: { readonly add_special_tokens?: boolean }): { readonly ids: readonly number[] };
  token_to_id(token: string): number | undefined;
}

export interface TokenizedText {
  readonly ids: readonly number[];
  /** Whether the text is longer than this. */
  readonly isCut: boolean;
}

/** At most `maxTokens` ids; of a longer text the beginning, between the special tokens that the tokenizer puts around it. */
export function tokenize(tokenizer: Tokenizer, text: string, maxTokens: number): TokenizedText {
  const { ids } = tokenizer.encode(text);
  if (ids.length <= maxTokens) return { ids, isCut: false };
  const body = tokenizer.encode(text, { add_special_tokens: false }).ids;
  const specials = ids.length - body.length;
  const before = leading(ids, body);
  const kept = body.slice(0, Math.max(1, maxTokens - specials));
  return { ids: [...ids.slice(0, before), ...kept, ...ids.slice(before + body.length)], isCut: true };
}

/** Number of ids before the text's own. */
function leading(ids: readonly number[], body: readonly number[]): number {
  const most = ids.length - body.length;
  for (let before = 0; before < most; before++) if (body.every((id, i) => ids[before + i] === id)) return before;
  return most;
}
