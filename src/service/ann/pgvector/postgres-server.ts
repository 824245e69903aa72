import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import type { PgvectorAccess } from '../engines/connections';
import { EngineCalls } from '../engines/engine-calls';
import { asPostgresFailure } from './postgres-failure';

/** Statements in one transaction, on one connection. */
export interface Transaction {
  readonly query: <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  readonly client: PoolClient;
}

export interface CallOptions {
  readonly context?: TaskContext | undefined;
  /** 0: no limit, as for building an index. */
  readonly timeoutMs?: number;
  readonly patienceMs?: number;
}

const cancelCheckMs = 100;
/** The client gives up a little after the server would have. */
const graceMs = 1_000;

/** One PostgreSQL server: a pool of connections, repeated calls, a circuit breaker, typed failures. */
export class PostgresServer {
  #pool: Promise<Pool> | undefined;
  readonly calls: EngineCalls;
  /** Host and database, for people. */
  readonly place: string;

  constructor(readonly access: PgvectorAccess) {
    const { connection } = access;
    const url = new URL(connection.url);
    this.place = `${url.host}${url.pathname}`;
    this.calls = new EngineCalls({ engine: `PostgreSQL at ${this.place}`, patienceMs: connection.patienceSeconds * 1000 });
  }

  /** Runs `work` in a transaction. It is repeated after a failure that may pass, so it must be idempotent. */
  transaction<Value>(work: (transaction: Transaction) => Promise<Value>, options: CallOptions = {}): Promise<Value> {
    return this.calls.run(() => this.#once(work, options), options.context, options.patienceMs);
  }

  /** One statement. */
  query<Row extends QueryResultRow>(sql: string, values: readonly unknown[] = [], options: CallOptions = {}): Promise<Row[]> {
    return this.transaction(({ query }) => query<Row>(sql, values), options);
  }

  async #once<Value>(work: (transaction: Transaction) => Promise<Value>, options: CallOptions): Promise<Value> {
    const { context, timeoutMs = this.access.connection.timeoutSeconds * 1000 } = options;
    let client: PoolClient | undefined;
    let failed = true;
    let watch: NodeJS.Timeout | undefined;
    try {
      client = await (await this.#connections()).connect();
      const connected = client;
      const query = async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> => {
        const limit = timeoutMs > 0 ? { query_timeout: timeoutMs + graceMs } : {};
        const { rows } = await connected.query<Row>({ text, values: [...values], ...limit });
        return rows;
      };
      watch = setInterval(() => context?.signal?.aborted && destroy(connected), cancelCheckMs);
      await query(`begin; set local statement_timeout = ${Math.ceil(timeoutMs)}`);
      const value = await work({ query, client: connected });
      await query('commit');
      failed = false;
      return value;
    } catch (error) {
      throwIfCancelled(context);
      throw asPostgresFailure(error, this.place);
    } finally {
      clearInterval(watch);
      // A connection with an open or broken transaction is not used again.
      client?.release(failed);
    }
  }

  #connections(): Promise<Pool> {
    this.#pool ??= createPool(this.access);
    return this.#pool;
  }

  async close(): Promise<void> {
    const pool = await this.#pool;
    this.#pool = undefined;
    await pool?.end().catch(() => undefined);
  }
}

async function createPool({ connection, password }: PgvectorAccess): Promise<Pool> {
  const { Pool: PgPool } = (await import('pg')).default;
  const url = new URL(connection.url);
  if (password !== undefined) url.password = encodeURIComponent(password);
  const pool = new PgPool({
    connectionString: url.href,
    max: connection.connections,
    connectionTimeoutMillis: connection.timeoutSeconds * 1000,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    application_name: 'ranklab',
  });
  // A connection that breaks while idle is replaced by the next call.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Ends a statement that waits for the server. */
function destroy(client: PoolClient): void {
  (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream.destroy();
}
