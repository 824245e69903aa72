import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { z } from 'zod';
import type { Dataset } from '../../model/dataset';
import { itemFields, itemText, itemTexts } from '../item-fields';
import type {
  EmbeddingEstimate,
  EmbeddingPorts,
  EmbeddingProvider,
  EmbeddingUsage,
  EmbedQuery,
  EmbedTexts,
  SerializableState,
} from '../port';
import { cacheKey, embedRemotely, inputOf, readCache, type RemoteSettings } from './remote/embed-texts';
import { priceUsd } from './remote/price';
import { estimateTokens } from './remote/tokens';

const params = z.strictObject({
  model: z
    .string()
    .min(1)
    .default('text-embedding-3-small')
    .describe('text-embedding-3-small, text-embedding-3-large, text-embedding-ada-002, or the model of your server'),
  dimensions: z.int().min(1).max(10_000).optional().describe('Shorter vectors, if the model supports them; empty = full length'),
  baseUrl: z.url().optional().describe('An OpenAI-compatible server such as http://localhost:11434/v1; empty = OpenAI'),
  fields: z
    .array(z.enum(itemFields))
    .min(1)
    .default(['title', 'tags', 'categories', 'description'])
    .describe('Fields of a video that are sent'),
  batchTexts: z.int().min(1).max(2048).default(256).describe('Most texts per request'),
  batchTokens: z.int().min(1).max(300_000).default(100_000).describe('Most tokens per request, estimated'),
  concurrency: z.int().min(1).max(32).default(4).describe('Requests at a time'),
});
type OpenAiParams = z.infer<typeof params>;

const storedSchema = z.object({
  model: z.string(),
  baseUrl: z.string().optional(),
  askedDimensions: z.int().optional(),
  dimensions: z.int(),
  fields: z.array(z.enum(itemFields)),
});

/** Vectors from OpenAI or any server that speaks its protocol. The key comes from the environment or the keychain, never from here. */
export const openai: EmbeddingProvider<OpenAiParams> = {
  id: 'openai',
  label: 'OpenAI or compatible server',
  description: 'Sends the text of each video to an embedding service; each text is sent once and cached',
  params,
  usesNetwork: true,
  needs: ['embedTexts'],
  stateVersion: 1,
  estimate,
  async embed({ dataset, params: settings }, ports, context) {
    const embedTexts = requirePort(ports);
    const texts = itemTexts(dataset, settings.fields);
    const rows = texts.flatMap((text, row) => (text === '' ? [] : [row]));
    if (rows.length === 0) {
      throw new RankLabError('INVALID_ARGUMENT', 'No video has any text to embed', {
        place: 'embeddings.params.fields',
        remedy: 'Choose fields that have text',
      });
    }
    const remote = await remoteSettings(settings, ports);
    const { vectors, usage } = await embedRemotely(
      rows.map((row) => texts[row]),
      remote,
      embedTexts,
      ports.cache,
      context,
    ).finally(() => ports.limits?.save());
    const dimensions = vectors[0].length;
    const matrix = new Float32Array(texts.length * dimensions);
    rows.forEach((row, i) => matrix.set(unit(vectors[i]), row * dimensions));
    const { model, baseUrl, dimensions: askedDimensions } = settings;
    return {
      vectors: { dimensions, vectors: matrix, model, textRecipe: settings.fields.join(' + '), normalized: true },
      state: {
        provider: 'openai',
        json: { model, baseUrl, askedDimensions, dimensions, fields: settings.fields },
        arrays: {},
        notes: cutNotes(usage),
      },
      usage,
    };
  },
  restore: (state, ports) => textEmbedder(state, ports),
  restoreItems(state, ports) {
    const { fields } = storedSchema.parse(state.json);
    const embedText = textEmbedder(state, ports);
    return (dataset, row) => embedText(itemText(dataset, row, fields));
  },
};

const cutNotes = ({ cutTexts }: EmbeddingUsage): string[] =>
  cutTexts === 0 ? [] : [`${formatCount(cutTexts)} texts are longer than the service takes; their beginnings were sent`];

function textEmbedder(state: SerializableState, ports: EmbeddingPorts): EmbedQuery {
  const { model, baseUrl, askedDimensions, dimensions } = storedSchema.parse(state.json);
  return async (text) => {
    if (text.trim() === '') return new Float32Array(dimensions);
    const settings = await remoteSettings(params.parse({ model, baseUrl, dimensions: askedDimensions }), ports);
    const { vectors } = await embedRemotely([text], settings, requirePort(ports), ports.cache);
    if (vectors[0].length === dimensions) return unit(vectors[0]);
    throw new RankLabError('PROVIDER_FAILED', `The videos’ vectors have ${dimensions} dimensions, the query’s has ${vectors[0].length}`, {
      place: model,
      value: String(vectors[0].length),
      remedy: 'Rebuild the embeddings: the model behind this name has changed',
    });
  };
}

/** Looks every distinct text up in the cache, and guesses the tokens of those that are not there. */
async function estimate(dataset: Dataset, settings: OpenAiParams, ports: EmbeddingPorts): Promise<EmbeddingEstimate> {
  const { cache } = ports;
  const remote = await remoteSettings(settings, ports);
  const texts = new Map(
    itemTexts(dataset, settings.fields)
      .map(inputOf)
      .flatMap((text) => (text === '' ? [] : [[cacheKey(text, remote), text] as const])),
  );
  const cached = await readCache(cache, [...texts.keys()]);
  const missing = [...texts.values()].filter((text) => !cached.has(cacheKey(text, remote)));
  const tokens = missing.reduce((sum, text) => sum + estimateTokens(text), 0);
  return {
    model: settings.model,
    texts: missing.length,
    cachedTexts: texts.size - missing.length,
    tokens,
    priceUsd: priceUsd(settings.model, settings.baseUrl, tokens),
  };
}

async function remoteSettings(
  { model, dimensions, baseUrl, batchTexts, batchTokens, concurrency }: OpenAiParams,
  { limits }: EmbeddingPorts,
): Promise<RemoteSettings> {
  return {
    limits: (await limits?.of(`${baseUrl ?? ''} ${model}`)) ?? {},
    model,
    batchTexts,
    batchTokens,
    concurrency,
    ...(dimensions !== undefined && { dimensions }),
    ...(baseUrl !== undefined && { baseUrl }),
  };
}

function requirePort({ embedTexts }: EmbeddingPorts): EmbedTexts {
  if (embedTexts) return embedTexts;
  throw new RankLabError('UNSUPPORTED', 'This process cannot reach an embedding service', { remedy: 'Choose the local provider' });
}

function unit(vector: Float32Array): Float32Array {
  let squared = 0;
  for (const value of vector) squared += value * value;
  const scale = squared > 0 ? 1 / Math.sqrt(squared) : 0;
  return vector.map((value) => value * scale);
}
