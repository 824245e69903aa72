import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { RankLabError } from '#shared/errors';
import { sqlText } from '#shared/sql-text';
import type { FileOperations } from '../files/file-operations';
import { isDiskFull } from '../../system-failures';
import { guarded } from '../files/storage-error';
import { hasOutdatedPlan, openingFailed, readingFailed } from './database-errors';
import { duckDb } from './duckdb-module';

export type Row = Record<string, DuckDBValue>;

/** Of a file that is opened beside other processes and never written. */
export interface ReadOnlyAccess {
  /** What a write throws. */
  readonly error: () => RankLabError;
  /** A folder of this process, for rows that do not fit into memory. */
  readonly scratch: string;
}

/**
 * The workspace's DuckDB file: one instance, opened on first use (the native library is 70 MB, and much of the work needs
 * no rows), one connection that writes and one that reads the last committed state.
 */
export class Database {
  #open: Promise<Connections> | undefined;
  #writes: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #reads = new Set<Promise<void>>();

  constructor(
    readonly path: string,
    private readonly files: FileOperations,
    private readonly schema: readonly string[],
    private readonly readOnly?: ReadOnlyAccess,
  ) {}

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Opens it in advance; a failure is reported on first use. */
  warm(): void {
    this.#connections().catch(() => {});
  }

  /** Rows of a query on the last committed state. */
  rows(sql: string, values: readonly DuckDBValue[] = []): Promise<Row[]> {
    return this.#reading('read the data', async ({ reader }) => {
      const read = async (): Promise<Row[]> => (await reader.runAndReadAll(sql, [...values])).getRowObjects();
      return read().catch((error: unknown) => {
        if (hasOutdatedPlan(error)) return read();
        throw error;
      });
    });
  }

  /**
   * Runs `work` on a separate connection, in one read transaction: all its queries see the same state, and its streams are not interrupted (DuckDB
   * ends a stream when its connection runs another query).
   */
  snapshot<T>(doing: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#reading(doing, async ({ instance }) => {
      const connection = await instance.connect();
      try {
        await connection.run('begin transaction read only');
        return await work(connection);
      } finally {
        await connection.run('rollback').catch(() => {});
        connection.closeSync();
      }
    });
  }

  /**
   * Runs `work` in one transaction, after earlier writes. @throws DISK_FULL or IO_FAILED; the state is then unchanged.
   */
  transaction<T>(doing: string, work: (connection: DuckDBConnection) => Promise<T>, bytesNeeded?: number): Promise<T> {
    if (this.readOnly) return Promise.reject(this.readOnly.error());
    return this.#writing(() => guarded(doing, this.path, () => this.#runTransaction(work), bytesNeeded));
  }

  async #runTransaction<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const { writer } = await this.#connections();
    const sizeBefore = (await this.files.stat(this.path))?.bytes;
    await this.files.reached('database-begin', this.path);
    await writer.run('begin transaction');
    try {
      const value = await work(writer);
      await this.files.reached('database-commit', this.path);
      await writer.run('commit');
      await this.files.reached('database-committed', this.path);
      return value;
    } catch (error) {
      await writer.run('rollback').catch(() => {});
      if (isDiskFull(error)) await this.#giveBack(sizeBefore);
      else await this.#reopenWhenInvalid();
      throw error;
    }
  }

  /** A copy of all tables at one moment, made in one read transaction while others go on writing. `target` is a new file. */
  copyTo(target: string): Promise<void> {
    return this.#reading('copy the data', async ({ instance }) => {
      const connection = await instance.connect();
      try {
        const [[name]] = (await connection.runAndReadAll('select current_database()')).getRows() as [[string]];
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        await connection.run(`attach ${sqlText(target)} as workspace_copy`);
        try {
          await connection.run(`copy from database ${quoted(name)} to workspace_copy`);
          await connection.run('checkpoint workspace_copy');
        } finally {
          await connection.run('detach workspace_copy');
        }
      } finally {
        connection.closeSync();
      }
    });
  }

  /** Merges the write-ahead log into the file; a failure is harmless, because the log stays. */
  checkpoint(): Promise<void> {
    return this.#writing(async () => {
      if (!this.#open || this.readOnly) return;
      try {
        await (await this.#open).writer.run('checkpoint');
      } catch {
        await this.#reopenWhenInvalid();
      }
    });
  }

  async close(): Promise<void> {
    await this.#writes;
    this.#closed = true;
    await this.#alone(() => this.#closeNow());
  }

  #connections(): Promise<Connections> {
    // Without the workspace's lock another process could have opened it.
    if (this.#closed) return Promise.reject(new RankLabError('NO_WORKSPACE', 'The workspace has been closed'));
    this.#open ??= this.#connect().catch((error: unknown) => {
      this.#open = undefined;
      throw error;
    });
    return this.#open;
  }

  async #connect(): Promise<Connections> {
    const { DuckDBInstance } = duckDb();
    let instance: DuckDBInstance;
    try {
      instance = await DuckDBInstance.create(this.path, { ...settings(), ...(this.readOnly && readOnlySettings(this.readOnly)) });
    } catch (error) {
      throw openingFailed(error, this.path);
    }
    const connections = { instance, writer: await instance.connect(), reader: await instance.connect() };
    try {
      if (!this.readOnly) for (const statement of this.schema) await connections.writer.run(statement);
    } catch (error) {
      closeAll(connections);
      throw error;
    }
    return connections;
  }

  /** After a failed write to the disk DuckDB refuses all further work on the instance: start over from the file. */
  async #reopenWhenInvalid(): Promise<void> {
    const connections = await this.#open;
    if (!connections) return;
    const usable = await connections.writer.run('select count(*) from meta').then(
      () => true,
      () => false,
    );
    if (!usable) await this.#alone(() => this.#closeNow());
  }

  /**
   * DuckDB leaves data of a failed transaction at the end of the file, which keeps a full disk full. Committed data ends at the size before the
   * transaction, so the rest is truncated.
   */
  async #giveBack(sizeBefore: number | undefined): Promise<void> {
    await this.#alone(async () => {
      await this.#closeNow();
      const size = (await this.files.stat(this.path))?.bytes;
      if (sizeBefore === undefined || size === undefined || size <= sizeBefore) return;
      const file = await this.files.open(this.path, 'append');
      try {
        await file.truncate(sizeBefore);
        await file.sync();
      } finally {
        await file.close();
      }
    }).catch(() => {}); // the failure that led here is the one to report
  }

  async #closeNow(): Promise<void> {
    const connections = await this.#open?.catch(() => undefined);
    this.#open = undefined;
    if (connections) closeAll(connections);
  }

  async #reading<T>(doing: string, work: (connections: Connections) => Promise<T>): Promise<T> {
    await this.#closing;
    const reading = guarded(doing, this.path, async () => {
      const connections = await this.#connections();
      return work(connections).catch((error: unknown) => {
        throw readingFailed(error, this.path);
      });
    });
    const settled = reading.then(
      () => {},
      () => {},
    );
    this.#reads.add(settled);
    try {
      return await reading;
    } finally {
      this.#reads.delete(settled);
    }
  }

  #writing<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#writes.then(work);
    this.#writes = result.catch(() => {});
    return result;
  }

  /** Waits for reads under way and holds new ones back. Two instances on one file would not see each other. */
  async #alone(work: () => Promise<void>): Promise<void> {
    const closing = (async () => {
      await Promise.all(this.#reads);
      await work();
    })();
    this.#closing = closing.catch(() => {});
    await closing;
  }
}

interface Connections {
  readonly instance: DuckDBInstance;
  readonly writer: DuckDBConnection;
  readonly reader: DuckDBConnection;
}

function closeAll({ instance, writer, reader }: Connections): void {
  for (const closable of [reader, writer, instance]) {
    try {
      closable.closeSync();
    } catch {
      // an invalidated instance may refuse to close politely; the file is safe either way
    }
  }
}

const readOnlySettings = ({ scratch }: ReadOnlyAccess): Record<string, string> => ({
  access_mode: 'READ_ONLY',
  temp_directory: join(scratch, 'tables'),
});

/** A low limit on purpose: rows are streamed, and the process also holds factors and vectors. Extensions are never loaded from the network. */
export const settings = (): Record<string, string> => ({
  memory_limit: '256MB',
  threads: String(Math.min(4, availableParallelism())),
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
});
