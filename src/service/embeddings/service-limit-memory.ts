import { z } from 'zod';
import type { LimitMemory } from '#engine/embeddings/port';
import type { ServiceLimits } from '#engine/embeddings/providers/remote/text-queue';

export interface StateDocuments {
  load(key: string): Promise<unknown>;
  save(key: string, value: unknown): Promise<void>;
}

const stateKey = 'embedding-limits';
const positive = z.int().positive().optional();
const storedSchema = z.record(z.string(), z.object({ batchTexts: positive, textTokens: positive }));

/** What embedding services take, kept in the workspace: a later session starts with batches that are not refused. */
export class ServiceLimitMemory implements LimitMemory {
  #known: Promise<Map<string, ServiceLimits>> | undefined;
  #saved = '';

  constructor(private readonly state: StateDocuments) {}

  async of(service: string): Promise<ServiceLimits> {
    const known = await this.#all();
    const limits = known.get(service) ?? {};
    known.set(service, limits);
    return limits;
  }

  /** A failure loses nothing but the memory: the service refuses once more. */
  async save(): Promise<void> {
    const learned = [...(await this.#all())].filter(([, limits]) => Object.keys(limits).length > 0);
    const text = JSON.stringify(learned);
    if (text === this.#saved || learned.length === 0) return;
    this.#saved = text;
    await this.state.save(stateKey, Object.fromEntries(learned)).catch(() => (this.#saved = ''));
  }

  #all(): Promise<Map<string, ServiceLimits>> {
    this.#known ??= this.#load();
    return this.#known;
  }

  async #load(): Promise<Map<string, ServiceLimits>> {
    const stored = storedSchema.safeParse(await this.state.load(stateKey).catch(() => undefined)).data ?? {};
    const known = new Map<string, ServiceLimits>();
    for (const [service, { batchTexts, textTokens }] of Object.entries(stored))
      known.set(service, { ...(batchTexts !== undefined && { batchTexts }), ...(textTokens !== undefined && { textTokens }) });
    this.#saved = JSON.stringify([...known]);
    return known;
  }
}
