import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { z } from 'zod';
import type { TaskContext } from '../../ports';
import { itemFields, itemText, itemTexts } from '../item-fields';
import { poolings } from '../port';
import type {
  EmbeddingPorts,
  EmbeddingProvider,
  EncoderFacts,
  EmbeddingUsage,
  EmbedQuery,
  EmbedTexts,
  SentenceEncoder,
  SerializableState,
} from '../port';
import { embedRemotely } from './remote/embed-texts';

const longestPrefix = 1_000;

const params = z.strictObject({
  path: z
    .string()
    .min(1)
    .describe('A folder of this machine with an ONNX model and its tokenizer.json, as sentence encoders are exported for transformers.js'),
  file: z
    .string()
    .min(1)
    .optional()
    .describe('The model in that folder, such as onnx/model_quantized.onnx; empty = onnx/model.onnx or model.onnx'),
  pooling: z
    .enum(poolings)
    .default('auto')
    .describe(
      'How the vectors of tokens become one: mean, that of the first token (cls), that of the last; auto: as the folder says, else mean',
    ),
  normalize: z.boolean().default(true).describe('Scale every vector to length 1'),
  queryPrefix: z.string().max(longestPrefix).default('').describe('Put before a query, such as “query: ”, where the model was trained so'),
  passagePrefix: z.string().max(longestPrefix).default('').describe('Put before the text of a video, such as “passage: ”'),
  maxTokens: z.int().min(4).max(32_768).optional().describe('Longer texts are cut; empty = as the folder says'),
  dimensions: z
    .int()
    .min(1)
    .max(16_384)
    .optional()
    .describe('Keep only the first values of each vector, for models trained so (Matryoshka); empty = all'),
  fields: z
    .array(z.enum(itemFields))
    .min(1)
    .default(['title', 'tags', 'categories', 'description'])
    .describe('Fields of a video that are read'),
  batchTexts: z.int().min(1).max(1_024).default(16).describe('Texts per batch; 1 makes a vector independent of its batch to the last bit'),
});
type OnnxParams = z.infer<typeof params>;

/** The state beside the parameters: which model it was, and the length of its vectors. */
const storedSchema = z.object({ params, version: z.string(), dimensions: z.int() });

/** A sentence encoder in a folder, run on this machine. Nothing is downloaded. */
export const onnx: EmbeddingProvider<OnnxParams> = {
  id: 'onnx',
  label: 'A model of your own (ONNX)',
  description:
    'A sentence encoder in a folder of this machine, as exported for transformers.js; each text is embedded once and cached. No network',
  params,
  usesNetwork: false,
  needs: ['sentenceEncoder'],
  stateVersion: 1,
  source: async (settings, { sentenceEncoder }, context) => (await sentenceEncoder?.find(settings, context))?.version,
  async embed({ dataset, params: settings }, ports, context) {
    const encoder = requireEncoder(ports);
    const facts = await factsOf(encoder, settings, context);
    const texts = itemTexts(dataset, settings.fields);
    // Texts of similar length share a batch, so that little of it is padding.
    const rows = texts.flatMap((text, row) => (text === '' ? [] : [row])).sort((a, b) => texts[a].length - texts[b].length || a - b);
    if (rows.length === 0) {
      throw new RankLabError('INVALID_ARGUMENT', 'No video has any text to embed', {
        place: 'embeddings.params.fields',
        remedy: 'Choose fields that have text',
      });
    }
    const inputs = rows.map((row) => settings.passagePrefix + texts[row]);
    const { vectors, usage } = await vectorsOf(inputs, settings, facts.version, ports, context);
    const dimensions = vectors[0].length;
    const matrix = new Float32Array(texts.length * dimensions);
    rows.forEach((row, i) => matrix.set(vectors[i], row * dimensions));
    return {
      vectors: { dimensions, vectors: matrix, model: modelName(settings), textRecipe: recipe(settings), normalized: settings.normalize },
      state: {
        provider: 'onnx',
        json: { params: settings, version: facts.version, dimensions },
        arrays: {},
        notes: [inUse(facts), ...cutNotes(usage)],
      },
      usage,
    };
  },
  restore(state, ports) {
    const { params: settings } = storedSchema.parse(state.json);
    const embed = textEmbedder(state, ports);
    return (text) => embed(text, settings.queryPrefix);
  },
  restoreItems(state, ports) {
    const { params: settings } = storedSchema.parse(state.json);
    const embed = textEmbedder(state, ports);
    return (dataset, row) => embed(itemText(dataset, row, settings.fields), settings.passagePrefix);
  },
};

const modelName = ({ path }: OnnxParams): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
const recipe = ({ passagePrefix, fields }: OnnxParams): string =>
  `${passagePrefix === '' ? '' : `“${passagePrefix}” + `}${fields.join(' + ')}`;

const inUse = ({ file, pooling, maxTokens }: EncoderFacts): string =>
  `${file}, ${pooling} pooling, at most ${formatCount(maxTokens)} tokens`;

/** @throws NOT_FOUND where there is no such folder. */
async function factsOf(encoder: SentenceEncoder, settings: OnnxParams, context?: TaskContext): Promise<EncoderFacts> {
  const facts = await encoder.find(settings, context);
  if (facts) return facts;
  throw noModelFolder(settings.path);
}

export const noModelFolder = (path: string): RankLabError =>
  new RankLabError('NOT_FOUND', `There is no folder ${path}`, {
    place: 'embeddings.params.path',
    value: path,
    remedy: 'Name a folder of this machine with an ONNX model and its tokenizer.json',
  });

const cutNotes = ({ cutTexts }: EmbeddingUsage): string[] =>
  cutTexts === 0 ? [] : [`${formatCount(cutTexts)} texts are longer than the model reads; their beginnings were embedded`];

function textEmbedder(state: SerializableState, ports: EmbeddingPorts): (text: string, prefix: string) => ReturnType<EmbedQuery> {
  const { params: settings, version, dimensions } = storedSchema.parse(state.json);
  return async (text, prefix) => {
    if (text.trim() === '') return new Float32Array(dimensions);
    const current = (await factsOf(requireEncoder(ports), settings)).version;
    if (current !== version) {
      throw new RankLabError('PROVIDER_FAILED', `The model in ${settings.path} is not the one that the videos were embedded with`, {
        place: settings.path,
        remedy: 'Build again, or put the files back',
      });
    }
    const { vectors } = await vectorsOf([prefix + text], settings, version, ports);
    return vectors[0];
  };
}

/** From the cache, where they are; the rest in batches. Cut to the wanted dimensions and scaled. */
async function vectorsOf(
  texts: readonly string[],
  settings: OnnxParams,
  version: string,
  ports: EmbeddingPorts,
  context?: TaskContext,
): Promise<{ vectors: Float32Array[]; usage: EmbeddingUsage }> {
  const encoder = requireEncoder(ports);
  let cutTexts = 0;
  const embedTexts: EmbedTexts = async (batch, _request, batchContext) => {
    const { cutTexts: cut, ...encoded } = await encoder.encode(batch, settings, batchContext);
    cutTexts += cut;
    return encoded;
  };
  const { pooling, maxTokens, file, batchTexts } = settings;
  const { vectors, usage } = await embedRemotely(
    texts,
    {
      // Whole vectors are cached: other dimensions and lengths are made of them. A batch is padded to its longest text, which changes last bits.
      model: JSON.stringify([version, file ?? null, pooling, maxTokens ?? null, batchTexts]),
      baseUrl: 'onnx:',
      batchTexts,
      batchTokens: Infinity,
      concurrency: 1,
      source: `The model in ${settings.path}`,
    },
    embedTexts,
    ports.cache,
    context,
  );
  return {
    vectors: vectors.map((vector) => finished(vector, settings)),
    usage: { ...usage, cutTexts: usage.cutTexts + cutTexts, priceUsd: 0 },
  };
}

/** @throws INVALID_ARGUMENT for more dimensions than the model has. */
function finished(vector: Float32Array, { dimensions = vector.length, normalize, path }: OnnxParams): Float32Array {
  if (dimensions > vector.length) {
    throw new RankLabError('INVALID_ARGUMENT', `The model in ${path} has ${vector.length} dimensions, not ${dimensions}`, {
      place: 'embeddings.params.dimensions',
      value: String(dimensions),
      remedy: `Ask for at most ${vector.length}, or leave it empty`,
    });
  }
  const kept = vector.slice(0, dimensions);
  if (!normalize) return kept;
  const length = Math.hypot(...kept);
  return length > 0 ? kept.map((value) => value / length) : kept;
}

function requireEncoder({ sentenceEncoder }: EmbeddingPorts): SentenceEncoder {
  if (sentenceEncoder) return sentenceEncoder;
  throw new RankLabError('UNSUPPORTED', 'This process cannot run ONNX models', { remedy: 'Choose the local provider' });
}
