import { randomUUID } from 'node:crypto';
import { RankLabError } from '#shared/errors';
import type { CollectionPlan } from './collection-plan';
import { identifier, tableName } from './identifiers';
import { dropPart, dropTable } from './partitions';
import type { PostgresServer, Transaction } from './postgres-server';

const loadSeconds = 30;
/** Less than that: no other session may load a collection while a part of it is dropped. */
const dropMs = 20_000;

interface Stored {
  readonly partitions: readonly string[];
}
const storedPartitions = "coalesce(details -> 'partitions', '[]') as partitions";

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
    await this.server.transaction(async ({ query }) => {
      await query(`create extension if not exists vector`);
      await query(`create schema if not exists ${identifier(this.#schema)}`);
      await query(`create table if not exists ${this.#table} (name text primary key, details jsonb not null, complete boolean not null default false,
        loader text, loader_until timestamptz, leased_until timestamptz not null)`);
    });
  }

  /** Enters a collection, and extends the lease of one that is entered. */
  async enter({ name, details, partitions }: CollectionPlan): Promise<void> {
    await this.server.query(
      `insert into ${this.#table} as known (name, details, leased_until) values ($1, $2, ${this.#leaseEnd})
       on conflict (name) do update set details = excluded.details, leased_until = greatest(known.leased_until, excluded.leased_until)`,
      [name, JSON.stringify({ ...details, partitions })],
    );
  }

  /** The foreign servers that hold a collection; undefined if there is none, or it is not complete. Extends its lease. */
  async lease(name: string): Promise<readonly string[] | undefined> {
    const [row] = await this.server.query<{ complete: boolean } & Stored>(
      `update ${this.#table} set leased_until = greatest(leased_until, ${this.#leaseEnd}) where name = $1
       returning complete, ${storedPartitions}`,
      [name],
    );
    return row?.complete === true ? row.partitions : undefined;
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

  /**
   * Drops collections whose lease has ended, finished or not; returns their names. One with parts on a server that does not answer stays entered, and
   * the next call tries again.
   */
  async dropExpired(): Promise<string[]> {
    const expired = await this.server.query<{ name: string }>(`select name from ${this.#table} where leased_until < now()`);
    const dropper = randomUUID();
    const silent = new Set<string>();
    const dropped: string[] = [];
    for (const { name } of expired) {
      const partitions = await this.#dropHere(name, dropper);
      if (!partitions) continue;
      const isGone = await this.#dropParts(name, partitions, dropper, silent);
      if (isGone && (await this.#remove(name, dropper))) dropped.push(name);
      else await this.unclaim(name, dropper);
    }
    return dropped;
  }

  /** The servers that hold its parts; undefined if another session has opened it in the meantime, or loads or drops it. */
  #dropHere(name: string, dropper: string): Promise<readonly string[] | undefined> {
    return this.server.transaction(async (transaction) => {
      const [row] = await transaction.query<Stored>(
        `update ${this.#table} set complete = false, loader = $2, loader_until = now() + interval '${loadSeconds} seconds'
         where name = $1 and leased_until < now() and (loader is null or loader = $2 or loader_until < now()) returning ${storedPartitions}`,
        [name, dropper],
      );
      if (row) await dropTable(transaction, { schema: this.#schema, name });
      return row?.partitions;
    });
  }

  /** Whether all are gone. @param silent servers that failed already, which are not waited for again. */
  async #dropParts(name: string, partitions: readonly string[], dropper: string, silent: Set<string>): Promise<boolean> {
    let isGone = true;
    for (const [part, shard] of partitions.entries()) {
      if (!(await this.claim(name, dropper))) return false;
      if (!silent.has(shard)) {
        const drop = dropPart(this.server, { schema: this.#schema, name, partitions }, part, { patienceMs: 0, timeoutMs: dropMs });
        await drop.catch(() => silent.add(shard));
      }
      isGone &&= !silent.has(shard);
    }
    return isGone;
  }

  async #remove(name: string, dropper: string): Promise<boolean> {
    const gone = await this.server.query(
      `delete from ${this.#table} where name = $1 and loader = $2 and leased_until < now() returning name`,
      [name, dropper],
    );
    return gone.length > 0;
  }

  /** The foreign servers that hold a collection. @throws CORRUPT_ARTIFACT unless it is there and complete. */
  async require(name: string): Promise<readonly string[]> {
    const partitions = await this.lease(name);
    if (partitions) return partitions;
    throw new RankLabError('CORRUPT_ARTIFACT', `PostgreSQL at ${this.server.place} has no complete collection ${name}`, {
      place: 'index.backend',
      remedy: 'Build the index again',
    });
  }

  get #leaseEnd(): string {
    return `now() + interval '${Math.round(this.server.access.connection.keepDays * 86_400)} seconds'`;
  }
}
