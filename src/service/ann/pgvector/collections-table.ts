import { RankLabError } from '#shared/errors';
import { identifier, tableName } from './identifiers';
import { dropTables, preparePartitions } from './partitions';
import type { PostgresServer, Transaction } from './postgres-server';

const loadSeconds = 30;

/** The table of our collections in the schema of the connection: what each holds, whether it is complete, who loads it, how long it is kept. */
export class CollectionsTable {
  readonly #schema: string;
  readonly #table: string;

  constructor(private readonly server: PostgresServer) {
    this.#schema = server.access.connection.schema;
    this.#table = tableName(this.#schema, 'collections');
  }

  /** Creates schema, extension and table where they are missing. */
  async prepare(): Promise<void> {
    const known = await this.server.query<{ found: string | null }>('select to_regclass($1)::text as found', [this.#table]);
    if (known[0]?.found != null) return;
    await preparePartitions(this.server);
    await this.server.transaction(async ({ query }) => {
      await query(`create extension if not exists vector`);
      await query(`create schema if not exists ${identifier(this.#schema)}`);
      await query(`create table if not exists ${this.#table} (name text primary key, details jsonb not null, complete boolean not null default false,
        loader text, loader_until timestamptz, leased_until timestamptz not null)`);
    });
  }

  /** Enters a collection, and extends the lease of one that is entered. */
  async enter(name: string, details: object): Promise<void> {
    await this.server.query(
      `insert into ${this.#table} as known (name, details, leased_until) values ($1, $2, ${this.#leaseEnd})
       on conflict (name) do update set leased_until = greatest(known.leased_until, excluded.leased_until)`,
      [name, JSON.stringify(details)],
    );
  }

  /** False if there is no such collection, or it is not complete. Extends its lease. */
  async lease(name: string): Promise<boolean> {
    const rows = await this.server.query<{ complete: boolean }>(
      `update ${this.#table} set leased_until = greatest(leased_until, ${this.#leaseEnd}) where name = $1 returning complete`,
      [name],
    );
    return rows[0]?.complete === true;
  }

  /** Becomes the only loader of a collection for half a minute, again and again while it loads; false while another one is. */
  async claim(name: string, loader: string): Promise<boolean> {
    const rows = await this.server.query(
      `update ${this.#table} set loader = $2, loader_until = now() + interval '${loadSeconds} seconds'
       where name = $1 and (loader is null or loader = $2 or loader_until < now()) returning name`,
      [name, loader],
    );
    return rows.length > 0;
  }

  async unclaim(name: string, loader: string): Promise<void> {
    await this.server.query(`update ${this.#table} set loader = null, loader_until = null where name = $1 and loader = $2`, [name, loader]);
  }

  async complete({ query }: Transaction, name: string): Promise<void> {
    await query(`update ${this.#table} set complete = true, loader = null, loader_until = null where name = $1`, [name]);
  }

  /** Drops collections whose lease has ended, finished or not; returns their names. */
  async dropExpired(): Promise<string[]> {
    const expired = await this.server.query<{ name: string }>(`select name from ${this.#table} where leased_until < now()`);
    for (const { name } of expired) {
      await this.server.transaction(async (transaction) => {
        const { query } = transaction;
        // Another session may have opened it in the meantime.
        const gone = await query(`delete from ${this.#table} where name = $1 and leased_until < now() returning name`, [name]);
        if (gone.length === 0) return;
        await dropTables(transaction, this.server.access.connection.partitions, this.#schema, name);
      });
    }
    return expired.map(({ name }) => name);
  }

  /** @throws CORRUPT_ARTIFACT unless the collection is there and complete. */
  async require(name: string): Promise<void> {
    if (await this.lease(name)) return;
    throw new RankLabError('CORRUPT_ARTIFACT', `PostgreSQL at ${this.server.place} has no complete collection ${name}`, {
      place: 'index.backend',
      remedy: 'Build the index again',
    });
  }

  get #leaseEnd(): string {
    return `now() + interval '${Math.round(this.server.access.connection.keepDays * 86_400)} seconds'`;
  }
}
