import { z } from 'zod';
import type { EmbedTexts } from '#engine/embeddings/port';
import { priceUsd } from '#engine/embeddings/providers/remote/price';
import { estimateTokens } from '#engine/embeddings/providers/remote/tokens';
import { embeddingSpendSchema, type EmbeddingSpend } from '#shared/schemas/embedding-cost';

interface StateDocuments {
  load(key: string): Promise<unknown>;
  save(key: string, value: unknown): Promise<void>;
}

const stateKey = 'embedding-spend';

/** Counts the usage of embedding services per response, including builds that fail later. */
export class SpendMeter {
  #spent: Promise<EmbeddingSpend[]> | undefined;

  constructor(private readonly state: StateDocuments) {}

  async spent(): Promise<EmbeddingSpend[]> {
    this.#spent ??= this.state.load(stateKey).then((stored) => z.array(embeddingSpendSchema).safeParse(stored).data ?? []);
    return this.#spent;
  }

  /** The same service, metered. */
  metered(embedTexts: EmbedTexts): EmbedTexts {
    return async (texts, request, context) => {
      const answer = await embedTexts(texts, request, context);
      if ('refused' in answer) return answer;
      const tokens = answer.tokens ?? texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      await this.#add(request.model, request.baseUrl, texts.length, tokens);
      return answer;
    };
  }

  async #add(model: string, baseUrl: string | undefined, texts: number, tokens: number): Promise<void> {
    const spent = await this.spent();
    const place = spent.findIndex((entry) => entry.model === model && entry.baseUrl === (baseUrl ?? null));
    const before = spent[place] ?? { texts: 0, tokens: 0 };
    const all = { texts: before.texts + texts, tokens: before.tokens + tokens };
    const entry: EmbeddingSpend = { model, baseUrl: baseUrl ?? null, ...all, priceUsd: priceUsd(model, baseUrl, all.tokens) ?? null };
    if (place < 0) spent.push(entry);
    else spent[place] = entry;
    // The vectors are already paid for, so a failure to record the usage must not fail the call.
    await this.state.save(stateKey, spent).catch(() => {});
  }
}
