import { createHash } from 'node:crypto';
import { z } from 'zod';
import { savedExperimentSchema, type SavedExperiment } from '#shared/contract/experiment';
import { RankLabError } from '#shared/errors';
import { deepestJson, isTooDeep } from '#shared/json-depth';
import { guardedPath } from '../storage/files/storage-error';
import { version } from '../version';
import type { WorkspaceStore } from '../workspace/workspace-context';

/** Maximum size of a result file; larger files are rejected. */
const maxBytes = 64 * 1_048_576;

const resultFileSchema = z.strictObject({
  format: z.literal('ranklab-result'),
  formatVersion: z.literal(1),
  /** The program that wrote it. */
  program: z.string().max(100),
  /** The data of the measurement; the fingerprint covers every row. */
  data: z.strictObject({ name: z.string().max(1_000), fingerprint: z.string().max(200) }),
  experiment: savedExperimentSchema,
  /** SHA-256 of all of the above as JSON. */
  checksum: z.string(),
});
type Content = Omit<z.infer<typeof resultFileSchema>, 'checksum'>;

export interface OpenedResult {
  readonly id: string;
  readonly name: string;
  /** Name of the data of the measurement. */
  readonly dataName: string;
  /** Whether the workspace has the same data, row for row: only then can a second run reproduce the numbers. */
  readonly sameData: boolean;
}

const checksumOf = (content: object): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** Saved runs as `.ranklab` files, which can be opened in another copy of the workspace. */
export class ResultFiles {
  constructor(private readonly store: WorkspaceStore) {}

  /** @throws NOT_FOUND */
  async write(id: string): Promise<{ name: string; content: string }> {
    const experiment = await this.store.experiments.get(id);
    const content = {
      format: 'ranklab-result',
      formatVersion: 1,
      program: `RankLab ${version}`,
      data: await this.#data(),
      experiment,
    } satisfies Content;
    const name =
      experiment.name
        .replace(/[^\p{L}\p{N}_-]+/gu, ' ')
        .trim()
        .slice(0, 80) || 'result';
    return { name: `${name}.ranklab`, content: JSON.stringify({ ...content, checksum: checksumOf(content) }, null, 1) };
  }

  /**
   * Adds the run of a file to the workspace; an existing run is unchanged.
   * @throws INVALID_ARGUMENT for another kind of file, CORRUPT_ARTIFACT for a changed one, CONFLICT when another run has its id.
   */
  async open(path: string): Promise<OpenedResult> {
    const content = await this.#read(path);
    const { experiment, data } = content;
    const { experiments } = this.store;
    const known = (await experiments.has(experiment.id)) ? await experiments.get(experiment.id) : undefined;
    if (known && !isSameRun(known, experiment)) {
      throw new RankLabError('CONFLICT', `“${known.name}” has the id of this result, and other numbers`, {
        place: path,
        remedy: 'Delete that run first to open this one.',
      });
    }
    if (!known) await experiments.save(experiment);
    const own = await this.#data();
    return { id: experiment.id, name: known?.name ?? experiment.name, dataName: data.name, sameData: own.fingerprint === data.fingerprint };
  }

  /** The run of a file, without taking it into the workspace. @throws as `open`, except CONFLICT. */
  async read(path: string): Promise<SavedExperiment> {
    return (await this.#read(path)).experiment;
  }

  async #read(path: string): Promise<Content> {
    const { files } = this.store;
    const facts = await guardedPath('open the result', path, () => files.stat(path));
    if (!facts || facts.isFolder) throw new RankLabError('NOT_FOUND', 'There is no such file', { place: path });
    if (facts.bytes > maxBytes) throw invalidResult(path, `it has ${facts.bytes} bytes`);
    const text = (await guardedPath('open the result', path, () => files.readFile(path))).toString('utf8');
    if (isTooDeep(text)) throw invalidResult(path, `it has more than ${deepestJson} levels of lists and objects`);
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw invalidResult(path, 'it is not JSON');
    }
    const checked = resultFileSchema.safeParse(parsed);
    if (!checked.success) throw invalidResult(path, checked.error.issues[0]?.path.join('.') || 'its content');
    const { checksum, ...rest } = parsed as z.infer<typeof resultFileSchema>;
    if (checksumOf(rest) !== checksum) {
      const remedy = 'Request the file again, or save it again where the experiment was run.';
      throw new RankLabError('CORRUPT_ARTIFACT', 'The result was changed since it was written', { place: path, remedy });
    }
    const { checksum: _, ...content } = checked.data;
    return content;
  }

  async #data(): Promise<Content['data']> {
    const { name, fingerprint } = (await this.store.data.summary()) ?? { name: '', fingerprint: '' };
    return { name, fingerprint };
  }
}

/** Names and notes may differ: a run is identified by configuration and numbers. */
function isSameRun(stored: SavedExperiment, imported: SavedExperiment): boolean {
  const known = savedExperimentSchema.parse(stored);
  return JSON.stringify([known.config, known.result]) === JSON.stringify([imported.config, imported.result]);
}

const invalidResult = (path: string, why: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `This is not a RankLab result (${why})`, {
    place: path,
    remedy: 'Results are written from an experiment with “Save as file”.',
  });
