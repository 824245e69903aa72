import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { isRankLabError, RankLabError } from '#shared/errors';
import { unusable, type ModelFolder } from './model-folder';
import { installOnnx } from './packages';
import { pool } from './pooling';
import { tokenize, type Tokenizer } from './tokenize';

/** What we use of onnxruntime-node. */
interface Tensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}
interface Runtime {
  readonly env: { logLevel?: string };
  readonly InferenceSession: { create(path: string, options: Readonly<Record<string, unknown>>): Promise<Session> };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => Tensor;
}

export interface EncodeInput {
  readonly texts: readonly string[];
  readonly folder: ModelFolder;
  /** Of the folder's files: a model that has changed is loaded again. */
  readonly version: string;
}

export interface EncodeOutput {
  /** texts × dimensions, row-major. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly tokens: number;
  readonly cutTexts: number;
}

interface Loaded {
  readonly runtime: Runtime;
  readonly session: Session;
  readonly tokenizer: Tokenizer;
  readonly padId: number;
}

/** Outputs that are one vector per text, and vectors of all tokens, by the names that exporters give them. */
const sentenceOutputs = ['sentence_embedding', 'text_embeds'];
const tokenOutputs = ['last_hidden_state', 'token_embeddings'];
/** Inputs of text encoders besides the ids. */
const knownInputs = new Set(['input_ids', 'attention_mask', 'token_type_ids', 'position_ids']);

/** The model of the last call: one at a time is in memory. */
let loaded: Promise<Loaded> | undefined;
let loadedKey = '';

/** Vectors of a batch of texts, not scaled; zeros for a text without tokens. @throws UNSUPPORTED where the runtime does not load, PROVIDER_FAILED for unusable files. */
export async function encodeTexts({ texts, folder, version }: EncodeInput): Promise<EncodeOutput> {
  const model = await modelOf(folder, `${folder.model} ${version}`);
  const tokenized = texts.map((text) => tokenize(model.tokenizer, text, folder.maxTokens));
  const lengths = tokenized.map(({ ids }) => ids.length);
  const width = Math.max(1, ...lengths);
  const outputs = await run(
    model,
    folder,
    tokenized.map(({ ids }) => ids),
    width,
  );
  const { vectors, dimensions } = sentenceVectors(outputs, lengths, width, folder);
  return {
    vectors,
    dimensions,
    tokens: lengths.reduce((sum, length) => sum + length, 0),
    cutTexts: tokenized.filter(({ isCut }) => isCut).length,
  };
}

async function modelOf(folder: ModelFolder, key: string): Promise<Loaded> {
  if (loaded && loadedKey === key) return loaded;
  const before = await loaded?.catch(() => undefined);
  await before?.session.release();
  loadedKey = key;
  loaded = load(folder);
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

async function load(folder: ModelFolder): Promise<Loaded> {
  const runtime = await importPackage<Runtime>('onnxruntime-node');
  const { Tokenizer: Constructor } = await importPackage<{ Tokenizer: new (json: object, config: object) => Tokenizer }>(
    '@huggingface/tokenizers',
  );
  // Its failures are thrown as well; the lines that it would print say no more.
  runtime.env.logLevel = 'fatal';
  const { tokenizer, padId } = await readTokenizer(folder, Constructor);
  // One core stays for the service's other threads.
  const options = {
    executionProviders: ['cpu'],
    intraOpNumThreads: Math.max(1, availableParallelism() - 1),
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  };
  const session = await runtime.InferenceSession.create(folder.model, options).catch((error: unknown) => {
    throw unusable(folder.model, `cannot be loaded as an ONNX model: ${reasonOf(error)}`, error);
  });
  const foreign = session.inputNames.filter((name) => !knownInputs.has(name));
  if (foreign.length > 0 || !session.inputNames.includes('input_ids')) {
    await session.release();
    throw new RankLabError('PROVIDER_FAILED', `${folder.model} is not a text encoder: its inputs are ${session.inputNames.join(', ')}`, {
      place: folder.model,
      remedy: 'Export the model for the task “feature-extraction”',
    });
  }
  return { runtime, session, tokenizer, padId };
}

/** The specifier is a variable, so that the bundler leaves the optional package alone. */
async function importPackage<Module>(name: string): Promise<Module> {
  try {
    const module = (await import(/* @vite-ignore */ name)) as { readonly default?: Module } & Module;
    return module.default ?? module;
  } catch (error) {
    throw new RankLabError(
      'UNSUPPORTED',
      `The package ${name} does not load here: ${reasonOf(error)}`,
      { place: name, remedy: `Install with: ${installOnnx}` },
      { cause: error },
    );
  }
}

async function readTokenizer(
  { tokenizer: path, folder }: ModelFolder,
  Constructor: new (json: object, config: object) => Tokenizer,
): Promise<{ tokenizer: Tokenizer; padId: number }> {
  try {
    const json = JSON.parse(await readFile(path, 'utf8')) as { readonly padding?: { readonly pad_id?: number } | null };
    const configFile = await readFile(`${folder}/tokenizer_config.json`, 'utf8').catch(() => '{}');
    const config = JSON.parse(configFile) as { readonly pad_token?: string | { readonly content?: string } | null };
    const tokenizer = new Constructor(json, config);
    const pad = typeof config.pad_token === 'string' ? config.pad_token : config.pad_token?.content;
    return { tokenizer, padId: (pad === undefined ? undefined : tokenizer.token_to_id(pad)) ?? json.padding?.pad_id ?? 0 };
  } catch (error) {
    throw unusable(path, `cannot be read as a tokenizer: ${reasonOf(error)}`, error);
  }
}

async function run(
  { session, runtime, padId }: Loaded,
  { model, tokenizer }: ModelFolder,
  ids: readonly (readonly number[])[],
  width: number,
): Promise<Readonly<Record<string, Tensor>>> {
  const dims = [ids.length, width];
  const tensor = (value: (text: number, token: number) => number): Tensor => {
    const values = new BigInt64Array(ids.length * width);
    for (let text = 0; text < ids.length; text++)
      for (let token = 0; token < width; token++) values[text * width + token] = BigInt(value(text, token));
    return new runtime.Tensor('int64', values, dims);
  };
  const inputs: Readonly<Record<string, () => Tensor>> = {
    input_ids: () => tensor((text, token) => ids[text]?.[token] ?? padId),
    attention_mask: () => tensor((text, token) => (token < (ids[text]?.length ?? 0) ? 1 : 0)),
    token_type_ids: () => tensor(() => 0),
    position_ids: () => tensor((_text, token) => token),
  };
  const feeds = Object.fromEntries(session.inputNames.flatMap((name) => (inputs[name] ? [[name, inputs[name]()]] : [])));
  return session.run(feeds).catch((error: unknown) => {
    throw unusable(model, `cannot read what ${tokenizer} makes of a text; do they belong together? ${reasonOf(error)}`, error);
  });
}

function sentenceVectors(
  outputs: Readonly<Record<string, Tensor>>,
  lengths: readonly number[],
  width: number,
  { model, pooling }: ModelFolder,
): { vectors: Float32Array; dimensions: number } {
  const named = (names: readonly string[], rank: number): Tensor | undefined =>
    names.flatMap((name) => outputs[name] ?? []).find(({ dims }) => dims.length === rank);
  const ofTokens = named(tokenOutputs, 3) ?? named(Object.keys(outputs), 3);
  const ofTexts = named(sentenceOutputs, 2);
  const chosen = ofTokens ?? ofTexts;
  const dimensions = chosen?.dims.at(-1) ?? 0;
  if (!chosen || !(chosen.data instanceof Float32Array) || chosen.data.length !== lengths.length * dimensions * (ofTokens ? width : 1)) {
    const found = Object.entries(outputs).map(([name, { type, dims }]) => `${name} (${type}, ${dims.join(' × ')})`);
    throw unusable(model, `gives no vectors of 32-bit numbers for texts, but ${found.join(', ')}`);
  }
  if (ofTokens) return { vectors: pool({ data: chosen.data, tokens: width, dimensions }, lengths, pooling), dimensions };
  const vectors = chosen.data.slice();
  for (const [text, length] of lengths.entries()) if (length === 0) vectors.fill(0, text * dimensions, (text + 1) * dimensions);
  return { vectors, dimensions };
}

const reasonOf = (error: unknown): string =>
  isRankLabError(error) ? error.message : (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.slice(0, 200);
