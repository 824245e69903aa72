import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Dataset } from '#engine/model/dataset';
import { RankLabError } from '#shared/errors';
import type { Fingerprint } from '#shared/ids';
import type { Database } from './database';
import { maximumKinds, noReplacedData, tooManyKinds } from './data-errors';
import { interactionEvent, type DataEvent, type NewInteraction, type NewVideo, type StoredVideo } from '../log/data-event';
import { DatasetQueries } from './dataset-queries';
import { readDataset } from './dataset-reader';
import { live, readMeta, setMeta } from './dataset-schema';
import { estimateBytes, writeDataset } from './dataset-writer';
import { foldRecords } from './fold-records';
import { verifyTables, type VerifiedTables } from './verify-tables';
import { EventLog } from '../log/event-log';
import { existsInLog } from '../log/logged-video';
import { swapPrevious } from './previous-data';
import type { SetAside } from '../files/set-aside';
import type { FileOperations } from '../files/file-operations';
import { workspaceFiles } from '../files/workspace-paths';

/** Number of pending records that triggers a background fold, which bounds memory and the cost of the next read. */
const foldThreshold = 20_000;

interface LoadedDataset {
  readonly dataset: Dataset;
  /** The log position that the dataset reflects: pass it to `saveDataset` when saving data derived from this dataset. */
  readonly position: number;
}

/**
 * Users, videos and interactions. Bulk changes go to DuckDB in one transaction. Single changes (log an interaction, add a video)
 * go to an append-only log with group commit, and are folded into the tables before the next read, so that they are durable
 * within one fsync and never wait for DuckDB.
 */
export class DataStore extends DatasetQueries {
  #folding: Promise<void> | undefined;
  #foldsHeld = 0;
  /** Attempts to replace the tables, so that a fingerprint of the replaced rows is not remembered for the new ones. */
  #replacements = 0;
  #kinds: Set<string> | undefined;

  private constructor(
    database: Database,
    private readonly files: FileOperations,
    private readonly log: EventLog<DataEvent>,
    private readonly setAside: SetAside,
  ) {
    super(database);
  }

  /** Opens the database in advance. */
  warm(): void {
    this.database.warm();
  }

  static async open(files: FileOperations, database: Database, folder: string, setAside: SetAside): Promise<DataStore> {
    const stored = await files.stat(database.path);
    const folded = stored ? await database.rows(`select value from meta where key = 'folded-sequence'`) : [];
    const after = Number(folded[0]?.value ?? 0);
    const log = await EventLog.open<DataEvent>(files, join(folder, workspaceFiles.log), { after, setAside });
    const store = new DataStore(database, files, log, setAside);
    if (stored) await store.dataChanged();
    return store;
  }

  /**
   * Replaces the data atomically. Records up to `position` (default: now) belong to the replaced data; later ones are applied to the new data.
   * @throws DISK_FULL (with the bytes needed) or IO_FAILED; the old data is then unchanged.
   */
  async saveDataset(dataset: Dataset, provenance: string, position = this.log.lastSequence): Promise<void> {
    await this.commitDataset(dataset, provenance, position);
    await this.compact();
  }

  /** As `saveDataset`, equally durable; the file shrinks after `compact`. */
  async commitDataset(dataset: Dataset, provenance: string, position = this.log.lastSequence): Promise<void> {
    await this.#withoutFolds(async () => {
      await this.database.transaction(
        'save the data',
        async (connection) => {
          this.#replacements++;
          await writeDataset(connection, this.files, dataset);
          await setMeta(connection, {
            name: dataset.name,
            provenance,
            fingerprint: dataset.fingerprint,
            'base-fingerprint': dataset.fingerprint,
            'folded-sequence': String(position),
          });
        },
        estimateBytes(dataset),
      );
      await this.#changedInBulk(position);
    });
  }

  async #changedInBulk(position: number): Promise<void> {
    this.#kinds = undefined;
    await this.dataChanged();
    await this.log.rotate().catch(() => {}); // committed: the rest is clean-up
    await this.log.forget(position);
  }

  /**
   * Brings back the data that was replaced last; what was there instead is kept in its place, so that doing it again takes it back. What
   * was logged since the replacement goes with it. @throws NOT_FOUND when nothing was replaced.
   */
  async undoReplacement(): Promise<void> {
    await this.#withoutFolds(async () => {
      await this.database.transaction('bring back the replaced data', async (connection) => {
        this.#replacements++;
        if (((await readMeta(connection)).get('previous') ?? '') === '') throw noReplacedData();
        await swapPrevious(connection);
        await setMeta(connection, { 'folded-sequence': String(this.log.lastSequence) });
      });
      await this.#changedInBulk(this.log.lastSequence);
    });
  }

  /** A copy of the tables at one moment, for a backup; false where there are none yet. */
  async copyTo(path: string): Promise<boolean> {
    if (!(await this.files.stat(this.database.path))) return false;
    await this.database.copyTo(path);
    return true;
  }

  /** Reads every block of every table, and follows every reference between them. @throws CORRUPT_ARTIFACT where a block is damaged. */
  async verify(): Promise<VerifiedTables> {
    await this.settled();
    return (await this.files.stat(this.database.path)) ? verifyTables(this.database) : { tables: 0, rows: 0, problems: [] };
  }

  /** Merges what was committed into the database's file; a failure is harmless. */
  compact(): Promise<void> {
    return this.database.checkpoint();
  }

  async loadDataset(): Promise<Dataset | undefined> {
    return (await this.load())?.dataset;
  }

  /** Fingerprint of the last bulk save; unchanged by single videos and interactions. */
  async baseFingerprint(): Promise<string | undefined> {
    return (await this.meta()).get('base-fingerprint');
  }

  /** The dataset with everything logged so far, in the saved order; undefined when there is none. */
  async load(): Promise<LoadedDataset | undefined> {
    await this.settled();
    if (!this.hasData) return undefined;
    const replacements = this.#replacements;
    const loaded = await this.database.snapshot('load the data', async (connection) => {
      const meta = await readMeta(connection);
      const known = (meta.get('fingerprint') ?? '') as Fingerprint | '';
      const dataset = await readDataset(connection, meta.get('name') ?? '', known === '' ? undefined : known);
      return { dataset, position: Number(meta.get('folded-sequence') ?? 0), wasKnown: known !== '' };
    });
    // Not awaited: it waits for other writes, such as an import of minutes. If it fails, the fingerprint is computed again.
    if (!loaded.wasKnown) this.#remember(loaded.dataset.fingerprint, loaded.position, replacements).catch(() => {});
    return { dataset: loaded.dataset, position: loaded.position };
  }

  /** Runs `work` (a merging import) after folding the log, and holds back further folds meanwhile. */
  async holdingLog<T>(work: () => Promise<T>): Promise<T> {
    await this.settled();
    return this.#withoutFolds(work);
  }

  /**
   * Durable when it returns, with the position in the log. The caller checks that the video exists; new users are added.
   */
  async appendInteractions(interactions: readonly NewInteraction[]): Promise<number> {
    await this.#admitKinds(interactions);
    return this.#append(interactions.map(interactionEvent));
  }

  /** Durable when it returns; returns the id, generated if none was given. @throws CONFLICT when the id is taken. */
  async appendVideo(video: NewVideo): Promise<{ videoId: string; position: number }> {
    const videoId = video.videoId ?? `video-${randomUUID().slice(0, 13)}`;
    if (await this.#knowsVideo(videoId)) {
      throw new RankLabError('CONFLICT', `There is already a video “${videoId}”`, {
        place: 'videoId',
        value: videoId,
        remedy: 'Choose another id, or edit the existing video.',
      });
    }
    return { videoId, position: await this.#append([{ op: 'video', video: { ...video, videoId } }]) };
  }

  /** Replaces the properties of a video; its interactions stay. @throws NOT_FOUND */
  async updateVideo(video: StoredVideo): Promise<number> {
    await this.#requireVideo(video.videoId);
    return this.#append([{ op: 'video', video }]);
  }

  /** Removes a video with its interactions; `restoreVideo` brings both back. @throws NOT_FOUND */
  async removeVideo(videoId: string): Promise<number> {
    await this.#requireVideo(videoId);
    return this.#append([{ op: 'remove', id: videoId }]);
  }

  /** Undoes a removal. @throws NOT_FOUND when no such video was removed since the data was last replaced, CONFLICT when the id exists. */
  async restoreVideo(videoId: string): Promise<{ position: number; video: StoredVideo; interactions: NewInteraction[] }> {
    await this.settled();
    if (await this.#knowsVideo(videoId)) {
      throw new RankLabError('CONFLICT', `There is a video “${videoId}”`, {
        place: 'videoId',
        value: videoId,
        remedy: 'Nothing needs to be restored.',
      });
    }
    const removed = await this.removedVideo(videoId);
    return { ...removed, position: await this.#append([{ op: 'restore', id: videoId }]) };
  }

  async close(): Promise<void> {
    await this.#folding?.catch(() => {});
    await this.log.close();
  }

  protected override async fingerprint(): Promise<string> {
    const known = (await this.meta()).get('fingerprint');
    return known ? known : ((await this.load())?.dataset.fingerprint ?? '');
  }

  /** Folds the current records of the log into the tables; every read does this first. Records that arrive meanwhile wait, so that a read terminates.
   * */
  protected override async settled(): Promise<void> {
    const newest = this.log.lastSequence;
    while ((this.log.pending[0]?.sequence ?? Infinity) <= newest && this.#foldsHeld === 0) await this.#fold();
  }

  #fold(): Promise<void> {
    this.#folding ??= this.#runFold().finally(() => (this.#folding = undefined));
    return this.#folding;
  }

  async #runFold(): Promise<void> {
    const { records, position } = await this.log.rotate();
    if (records.length === 0) return;
    await foldRecords(this.database, this.files, this.setAside, records, position);
    await this.dataChanged();
    await this.log.forget(position);
  }

  async #append(events: readonly DataEvent[]): Promise<number> {
    const position = await this.log.append(events);
    if (this.log.pending.length >= foldThreshold && this.#foldsHeld === 0) this.#fold().catch(() => {}); // the next read tries again and reports the error
    return position;
  }

  async #withoutFolds<T>(work: () => Promise<T>): Promise<T> {
    this.#foldsHeld++;
    try {
      await this.#folding?.catch(() => {});
      return await work();
    } finally {
      this.#foldsHeld--;
    }
  }

  async #remember(fingerprint: string, position: number, replacements: number): Promise<void> {
    await this.database.transaction('remember the fingerprint', async (connection) => {
      const folded = Number((await readMeta(connection)).get('folded-sequence') ?? 0);
      if (folded === position && this.#replacements === replacements) await setMeta(connection, { fingerprint });
    });
  }

  /** The last logged record of the video takes precedence over the tables. */
  async #knowsVideo(id: string): Promise<boolean> {
    const logged = existsInLog(this.log.pending, id);
    if (logged !== undefined) return logged;
    if (!this.hasData) return false;
    return (await this.database.rows(`select 1 from ${live.videos} where id = ?`, [id])).length > 0;
  }

  async #requireVideo(id: string): Promise<void> {
    if (await this.#knowsVideo(id)) return;
    throw new RankLabError('NOT_FOUND', `Unknown video “${id}”`, { place: 'videoId', value: id, remedy: 'Check the id.' });
  }

  /** Kinds are stored in a byte. */
  async #admitKinds(interactions: readonly NewInteraction[]): Promise<void> {
    if (!this.#kinds) {
      const logged = this.log.pending.flatMap(({ event }) => (event.op === 'i' ? [event.k] : []));
      this.#kinds = new Set([...(await this.storedKinds()), ...logged]);
    }
    for (const { kind } of interactions) {
      if (this.#kinds.has(kind)) continue;
      if (this.#kinds.size >= maximumKinds) throw tooManyKinds(kind);
      this.#kinds.add(kind);
    }
  }
}
