import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { isRankLabError, RankLabError } from '#shared/errors';
import { encodeArtifact, type ArtifactArray, type ArtifactHeader } from './artifact-format';
import { DamagedArtifact, decodeArtifact, readHeader, type Artifact } from './artifact-reader';
import { requireSpace, writeDurably } from './atomic-write';
import { readCheckedJson, writeCheckedJson } from './checked-json';
import type { FileOperations, OpenFile } from './file-operations';
import { guarded, storageError } from './storage-error';

const manifestName = 'manifest.json';
const rebuild = 'Build the models again: the data is not affected.';
const namePattern = /^[a-z0-9][a-z0-9-]{0,99}\/[a-z0-9][a-z0-9-]{0,63}$/;
const manifestSchema = z.object({ artifacts: z.record(z.string(), z.object({ file: z.string(), bytes: z.int() })) });
type Entries = Record<string, { file: string; bytes: number }>;

export interface ArtifactToWrite {
  readonly name: string;
  readonly header: ArtifactHeader;
  readonly arrays: Readonly<Record<string, ArtifactArray>>;
}

/**
 * Embeddings, factors and indexes as checked files. Names are `<scope>/<kind>`; a scope is `serving` or a split's fingerprint.
 * Each version is a new file; one manifest says which versions are current and is swapped atomically, so that factors and
 * index always belong together.
 */
export class ArtifactStore {
  #entries: Entries = {};
  #damaged: RankLabError | undefined;
  #writes: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly files: FileOperations,
    readonly folder: string,
    /** Every process then recomputes the models of other settings. */
    readonly isReadOnly: boolean,
  ) {}

  /** Also removes partial files left by a crash. A damaged manifest is reported by `read` and replaced by the next write. */
  static async open(files: FileOperations, folder: string, isReadOnly = false): Promise<ArtifactStore> {
    const store = new ArtifactStore(files, folder, isReadOnly);
    await files.makeFolder(folder);
    try {
      const content = await readCheckedJson(files, join(folder, manifestName), rebuild);
      store.#entries = content === undefined ? {} : manifestSchema.parse(content).artifacts;
      if (!isReadOnly) await store.#sweep().catch(() => {});
    } catch (error) {
      if (isRankLabError(error)) store.#damaged = error;
      else if (error instanceof z.ZodError) store.#damaged = damaged(join(folder, manifestName), 'its content is incomplete');
      else throw error;
    }
    return store;
  }

  /** What is wrong with the list of artifacts; then none can be read. */
  get damage(): RankLabError | undefined {
    return this.#damaged;
  }

  /** Forgets all artifacts, as after damage of their list. */
  startOver(): Promise<void> {
    return this.writeAll([], this.list());
  }

  /** No artifact is written or removed until what this resolves with is called. */
  hold(): Promise<() => void> {
    return new Promise((held) => void this.#alone(() => new Promise<void>((release) => held(release))));
  }

  list(scope?: string): string[] {
    const names = Object.keys(this.#entries).sort();
    return scope === undefined ? names : names.filter((name) => name.startsWith(`${scope}/`));
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#entries, name);
  }

  /** Bytes on disk by name. */
  sizes(): Record<string, number> {
    return Object.fromEntries(this.list().map((name) => [name, this.#entries[name]?.bytes ?? 0]));
  }

  write(name: string, header: ArtifactHeader, arrays: ArtifactToWrite['arrays']): Promise<void> {
    return this.writeAll([{ name, header, arrays }]);
  }

  /**
   * Writes several artifacts (and drops others): atomically. @throws DISK_FULL naming the bytes needed, IO_FAILED; the current artifacts are then
   * unchanged.
   */
  writeAll(artifacts: readonly ArtifactToWrite[], drop: readonly string[] = []): Promise<void> {
    return this.#alone(async () => {
      const encoded = artifacts.map(({ name, header, arrays }) => ({ name: checkName(name), ...encodeArtifact(header, arrays) }));
      const bytes = encoded.reduce((sum, artifact) => sum + artifact.bytes, 0) + 65_536;
      const doing = `save ${artifactNames(artifacts.map(({ name }) => name))}`;
      const written: string[] = [];
      await guarded(
        doing,
        this.folder,
        async () => {
          await requireSpace(this.files, this.folder, bytes, doing);
          const entries: Entries = { ...this.#entries };
          for (const name of drop) delete entries[name];
          try {
            for (const artifact of encoded) {
              const file = `${artifact.name}.${randomBytes(6).toString('hex')}.artifact`;
              written.push(file);
              await this.#writeFile(file, artifact.chunks);
              entries[artifact.name] = { file, bytes: artifact.bytes };
            }
            await this.#swap(entries);
          } catch (error) {
            await this.#settleAfterFailure(written).catch(() => {});
            throw error;
          }
        },
        bytes,
      );
    });
  }

  /** Removes artifacts; unknown names are ignored. */
  remove(...names: string[]): Promise<void> {
    return names.some((name) => this.has(name)) ? this.writeAll([], names) : Promise.resolve();
  }

  /**
   * The artifact, every byte checked. With `shared`, its arrays lie in shared memory, for worker threads.
   * @throws NOT_BUILT when there is none of that name, CORRUPT_ARTIFACT naming the file when it is damaged or missing.
   */
  read(name: string, { shared = false } = {}): Promise<Artifact> {
    return this.#reading(name, (file) => decodeArtifact(file, shared));
  }

  /** The header alone; cheap. */
  header(name: string): Promise<ArtifactHeader> {
    return this.#reading(name, async (file) => (await readHeader(file)).header.header);
  }

  /** SHA-256 of each array from the header; cheap. `read` verifies it. */
  checksums(name: string): Promise<Record<string, string>> {
    return this.#reading(name, async (file) =>
      Object.fromEntries((await readHeader(file)).header.arrays.map((array) => [array.name, array.sha256])),
    );
  }

  async #reading<T>(name: string, use: (file: OpenFile) => Promise<T>): Promise<T> {
    if (this.#damaged) throw this.#damaged;
    const entry = this.has(name) ? this.#entries[name] : undefined;
    if (!entry) {
      throw new RankLabError('NOT_BUILT', `${artifactNames([checkName(name)])} has not been built`, {
        value: name,
        remedy: 'Build the models first.',
      });
    }
    const path = join(this.folder, entry.file);
    let file: OpenFile | undefined;
    try {
      file = await this.files.open(path, 'read');
      return await use(file);
    } catch (error) {
      // A swap may have replaced the version between looking it up and opening it.
      if (this.#entries[name]?.file !== entry.file) return await this.#reading(name, use);
      if (error instanceof DamagedArtifact || error instanceof SyntaxError) throw damaged(path, error.message);
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw damaged(path, 'the file is missing');
      throw storageError(error, `read ${artifactNames([name])}`, path);
    } finally {
      await file?.close().catch(() => {});
    }
  }

  async #writeFile(file: string, chunks: Uint8Array[]): Promise<void> {
    const path = join(this.folder, file);
    const scope = join(path, '..');
    await this.files.makeFolder(scope);
    await writeDurably(this.files, path, chunks);
    await this.files.reached('directory-fsync', scope);
    await this.files.syncFolder(scope);
  }

  async #swap(entries: Entries): Promise<void> {
    await this.files.reached('manifest-swap', this.folder);
    await this.files.syncFolder(this.folder);
    await writeCheckedJson(this.files, join(this.folder, manifestName), { artifacts: entries });
    this.#entries = entries;
    this.#damaged = undefined;
    await this.files.reached('clean-up', this.folder);
    await this.#sweep().catch(() => {}); // leftover files only cost space; the next opening tries again
  }

  /** The failure may have happened before or after the manifest was replaced: the state on disk decides. */
  async #settleAfterFailure(written: readonly string[]): Promise<void> {
    const content = await readCheckedJson(this.files, join(this.folder, manifestName), rebuild);
    if (content !== undefined) this.#entries = manifestSchema.parse(content).artifacts;
    const current = new Set(Object.values(this.#entries).map(({ file }) => file));
    for (const file of written) if (!current.has(file)) await this.files.remove(join(this.folder, file)).catch(() => {});
  }

  async #sweep(): Promise<void> {
    const current = new Set(Object.values(this.#entries).map(({ file }) => file));
    for (const name of await this.files.list(this.folder)) {
      if (name === manifestName) continue;
      const path = join(this.folder, name);
      if (!(await this.files.stat(path))?.isFolder) {
        await this.files.remove(path);
        continue;
      }
      const kept = (await this.files.list(path)).filter((file) => current.has(`${name}/${file}`));
      if (kept.length === 0) await this.files.removeFolder(path);
      else for (const file of await this.files.list(path)) if (!kept.includes(file)) await this.files.remove(join(path, file));
    }
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#writes.then(work);
    this.#writes = result.catch(() => {});
    return result;
  }
}

/** For messages: a scope that is a split's fingerprint says nothing to people. */
function artifactNames(names: readonly string[]): string {
  const kinds = new Map<string, string[]>();
  for (const name of names) {
    const [scope = '', kind = ''] = name.split('/');
    const shownScope = /^[0-9a-f]{32,}$/.test(scope) ? 'evaluation' : scope;
    kinds.set(shownScope, [...(kinds.get(shownScope) ?? []), kind]);
  }
  return [...kinds].map(([scope, all]) => `${scope}/${all.join(', ')}`).join(' and ');
}

function checkName(name: string): string {
  if (namePattern.test(name)) return name;
  throw new RankLabError('INVALID_ARGUMENT', `“${name.slice(0, 80)}” is not an artifact name; it must read scope/kind`, {
    value: name.slice(0, 80),
  });
}

const damaged = (path: string, why: string): RankLabError =>
  new RankLabError('CORRUPT_ARTIFACT', `${basename(path)} is damaged: ${why}`, { place: path, remedy: rebuild });
