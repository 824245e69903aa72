import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { noModelFolder } from '#engine/embeddings/providers/onnx';
import type { EncodedTexts, EncoderFacts, EncoderSettings, SentenceEncoder } from '#engine/embeddings/port';
import type { TaskContext } from '#engine/ports';
import { findWorkerFile } from '../../jobs/worker-file';
import { workerOptions } from '../../jobs/worker-options';
import { WorkerPool } from '../../jobs/worker-pool';
import { fileHash } from '../../storage/files/file-hash';
import { nodeFileOperations, type FileOperations } from '../../storage/files/file-operations';
import type { encoderTasks } from './encoder-thread';
import { openModelFolder, type ModelFolder } from './model-folder';
import { requireOnnxPackages } from './packages';

/** A model stays in memory for this long after its last use. */
const idleMs = 600_000;

/** Sentence encoders in folders of this machine, run in one thread of their own. */
export class FolderEncoder implements SentenceEncoder {
  #threads: WorkerPool<typeof encoderTasks> | undefined;
  /** SHA-256 of files by path, size and time of change: a model has hundreds of megabytes. */
  readonly #hashes = new Map<string, string>();

  constructor(private readonly files: FileOperations = nodeFileOperations) {}

  async find(settings: EncoderSettings, context: TaskContext = {}): Promise<EncoderFacts | undefined> {
    const found = await openModelFolder(this.files, settings);
    if (!found) return undefined;
    const { folder, model, pooling, maxTokens } = found;
    return { version: await this.#versionOf(found, context), file: relative(folder, model).replaceAll('\\', '/'), pooling, maxTokens };
  }

  async encode(texts: readonly string[], settings: EncoderSettings, context: TaskContext = {}): Promise<EncodedTexts> {
    requireOnnxPackages();
    const folder = await openModelFolder(this.files, settings);
    if (!folder) throw noModelFolder(settings.path);
    const version = await this.#versionOf(folder, context);
    this.#threads ??= new WorkerPool({ size: 1, idleMs, workerFile: findWorkerFile('encoder.js') });
    const { vectors, dimensions, ...counts } = await this.#threads.run('encode-texts', { texts, folder, version }, workerOptions(context));
    return { ...counts, vectors: texts.map((_, i) => vectors.subarray(i * dimensions, (i + 1) * dimensions)) };
  }

  async close(): Promise<void> {
    await this.#threads?.close();
    this.#threads = undefined;
  }

  async #versionOf({ folder, files }: ModelFolder, context: TaskContext): Promise<string> {
    const hash = createHash('sha256');
    for (const path of files) hash.update(`${relative(folder, path)} ${await this.#hashOf(path, context)}\n`);
    return hash.digest('hex');
  }

  async #hashOf(path: string, context: TaskContext): Promise<string> {
    const facts = await this.files.stat(path);
    const key = `${path} ${facts?.bytes} ${facts?.modifiedAtMs}`;
    const known = this.#hashes.get(key) ?? (await fileHash(this.files, path, context));
    this.#hashes.set(key, known);
    return known;
  }
}
