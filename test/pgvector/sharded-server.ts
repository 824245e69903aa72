import type { Postgres } from '../storage/postgres';
import { startPgvector } from './postgres-server';

/** Three PostgreSQL servers; the first also knows itself and the others as foreign servers, which hold the parts of each collection. */
export interface ShardedServer {
  /** Where collections are searched. */
  readonly coordinator: Postgres;
  /** In the order of `names`. */
  readonly shards: readonly Postgres[];
  readonly names: readonly string[];
  stop(): Promise<void>;
}

/** Searches on a foreign server take their settings from here: SET on the coordinator does not reach it. */
const settings = '-c hnsw.ef_search=200 -c hnsw.iterative_scan=strict_order -c ivfflat.probes=8 -c ivfflat.iterative_scan=relaxed_order';

export async function startShards(): Promise<ShardedServer> {
  const shards = await Promise.all(Array.from({ length: 3 }, () => startPgvector()));
  const [coordinator] = shards as [Postgres, ...Postgres[]];
  const names = shards.map((_, part) => `shard_${part + 1}`);
  await coordinator.run('create extension vector; create extension postgres_fdw; create extension dblink');
  for (const [part, { url, password }] of shards.entries()) {
    const { hostname, port } = new URL(url);
    await coordinator.run(`create server ${names[part] ?? ''} foreign data wrapper postgres_fdw
        options (host '${hostname}', port '${port}', dbname 'postgres', extensions 'vector', use_remote_estimate 'true', options '${settings}');
      create user mapping for current_user server ${names[part] ?? ''} options (user 'analyst', password '${password}')`);
  }
  return {
    coordinator,
    shards,
    names,
    async stop() {
      for (const shard of shards) await shard.stop();
    },
  };
}
