import { join } from 'node:path';
import { z } from 'zod';
import type { EncoderSettings } from '#engine/embeddings/port';
import { RankLabError } from '#shared/errors';
import type { FileOperations } from '../../storage/files/file-operations';

/** Where exporters put the model, the usual place first. */
const usualModels = ['onnx/model.onnx', 'model.onnx'];
const tokenizerName = 'tokenizer.json';
const tokenizerConfigName = 'tokenizer_config.json';
const configName = 'config.json';
const sentenceName = 'sentence_bert_config.json';
const poolingName = '1_Pooling/config.json';
/** What sentence encoders take where no file says otherwise. */
const commonMaxTokens = 512;
/** Some tokenizers state an astronomical number for "no limit". */
const largestMaxTokens = 1_000_000;

export type Pooling = Exclude<EncoderSettings['pooling'], 'auto'>;

/** A folder with a sentence encoder, and what its files say. Paths are absolute. */
export interface ModelFolder {
  readonly folder: string;
  readonly model: string;
  readonly tokenizer: string;
  readonly pooling: Pooling;
  readonly maxTokens: number;
  /** All files that vectors depend on. */
  readonly files: readonly string[];
}

const positive = z.number().positive();
const configSchema = z.object({ max_position_embeddings: positive.optional().catch(undefined) });
const sentenceSchema = z.object({ max_seq_length: positive.optional().catch(undefined) });
const tokenizerConfigSchema = z.object({ model_max_length: positive.optional().catch(undefined) });
const poolingSchema = z.object({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_lasttoken: z.boolean().default(false),
});

/** Undefined where there is no such folder. @throws NOT_FOUND naming what it lacks, PROVIDER_FAILED for a file that is no JSON. */
export async function openModelFolder(files: FileOperations, settings: EncoderSettings): Promise<ModelFolder | undefined> {
  const folder = settings.path;
  if ((await files.stat(folder))?.isFolder !== true) return undefined;
  const model = await findModel(files, settings);
  const tokenizer = join(folder, tokenizerName);
  if (!(await isFile(files, tokenizer))) throw lacksTokenizer(folder);
  const read = <Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.infer<Schema>> =>
    readJson(files, join(folder, name), schema);
  const [config, sentence, tokenizerConfig, pooling] = [
    await read(configName, configSchema),
    await read(sentenceName, sentenceSchema),
    await read(tokenizerConfigName, tokenizerConfigSchema),
    await read(poolingName, poolingSchema),
  ];
  const stated = [sentence.max_seq_length, tokenizerConfig.model_max_length, config.max_position_embeddings];
  const limits = stated.filter((limit): limit is number => limit !== undefined && limit < largestMaxTokens);
  const own = pooling.pooling_mode_cls_token ? 'cls' : pooling.pooling_mode_lasttoken ? 'last-token' : 'mean';
  const dependsOn = [...withWeights(model), tokenizer, join(folder, tokenizerConfigName)];
  const present = await Promise.all(dependsOn.map(async (path) => ((await isFile(files, path)) ? [path] : [])));
  return {
    folder,
    model,
    tokenizer,
    pooling: settings.pooling === 'auto' ? own : settings.pooling,
    maxTokens: settings.maxTokens ?? (limits.length > 0 ? Math.min(...limits) : commonMaxTokens),
    files: present.flat(),
  };
}

/** A model, and the files beside it that exporters put its weights into. */
const withWeights = (model: string): string[] => [model, `${model}_data`, `${model}.data`];

/** Every file that may be read of a folder with a model, whether or not it is there. */
export const filesOfModelFolder = (folder: string, file?: string): string[] => [
  ...candidatesOf(folder, file).flatMap(withWeights),
  ...[tokenizerName, tokenizerConfigName, configName, sentenceName, poolingName].map((name) => join(folder, name)),
];

const candidatesOf = (folder: string, file: string | undefined): string[] =>
  (file === undefined ? usualModels : [file]).map((name) => join(folder, name));

const isFile = async (files: FileOperations, path: string): Promise<boolean> => (await files.stat(path))?.isFolder === false;

async function findModel(files: FileOperations, { path: folder, file }: EncoderSettings): Promise<string> {
  for (const path of candidatesOf(folder, file)) if (await isFile(files, path)) return path;
  const others = [
    ...(await files.list(folder)).filter((name) => name.endsWith('.onnx')),
    ...(await files.list(join(folder, 'onnx'))).filter((name) => name.endsWith('.onnx')).map((name) => `onnx/${name}`),
  ];
  throw new RankLabError('NOT_FOUND', `${folder} has no model ${file ?? usualModels.join(' or ')}`, {
    place: 'embeddings.params.file',
    value: file ?? folder,
    remedy:
      others.length > 0
        ? `It has ${others.join(', ')}: choose one as “file”`
        : 'Export the model to ONNX, for example with “optimum-cli export onnx”, and name that folder',
  });
}

const lacksTokenizer = (folder: string): RankLabError =>
  new RankLabError('NOT_FOUND', `${folder} has no ${tokenizerName}`, {
    place: 'embeddings.params.path',
    value: folder,
    remedy: `Copy the ${tokenizerName} of the model into the folder; it belongs to every model that is exported for transformers.js`,
  });

/** The defaults of the schema where there is no such file. @throws PROVIDER_FAILED naming the file. */
async function readJson<Schema extends z.ZodType>(files: FileOperations, path: string, schema: Schema): Promise<z.infer<Schema>> {
  const content = (await isFile(files, path)) ? await files.readFile(path) : Buffer.from('{}');
  try {
    return schema.parse(JSON.parse(content.toString('utf8')));
  } catch (error) {
    throw unusable(path, 'is not the JSON that belongs there', error);
  }
}

/** A file of the folder that cannot be used. */
export const unusable = (path: string, what: string, cause?: unknown): RankLabError =>
  new RankLabError(
    'PROVIDER_FAILED',
    `${path} ${what}`,
    { place: path, remedy: 'Export the model again, or copy its files again' },
    { cause },
  );
