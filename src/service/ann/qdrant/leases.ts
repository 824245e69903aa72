import type { CollectionPlan } from './collection-plan';
import { storedName } from './collection-plan';
import type { QdrantServer } from './qdrant-server';

interface Entry {
  readonly name: string;
  /** Seconds since 1970. */
  readonly leasedUntil: number;
}

const pageSize = 256;
/** Of the hash at the end of a name. */
const hashLength = 32;
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/**
 * How long each of our collections is kept: points without a vector of use, in a collection of their own. Qdrant has no conditional writes, so
 * two sessions are not excluded from one collection: both loads write the same points, and a drop reads the lease again after the alias is removed.
 */
export class Leases {
  readonly #path: string;

  /** @param name of a collection: its prefix, which the connection may have changed since. */
  constructor(
    private readonly server: QdrantServer,
    name: string,
  ) {
    this.#path = `/collections/${name.slice(0, -hashLength - 1)}_leases`;
  }

  /** Creates the collection where it is missing. */
  async prepare(): Promise<void> {
    if (await this.server.find(this.#path)) return;
    const vectors = { size: 1, distance: 'Dot' };
    await this.server.call('PUT', this.#path, { vectors, optimizers_config: { indexing_threshold: 0 } }).catch(async (error: unknown) => {
      // Another session may have created it at the same time.
      if (!(await this.server.find(this.#path))) throw error;
    });
    // Servers in strict mode filter by indexed fields only.
    await this.server.call('PUT', `${this.#path}/index?wait=true`, { field_name: 'leasedUntil', field_schema: 'integer' });
  }

  /** Enters a collection, or extends its lease; never shortens it. */
  async extend(name: string, details: object): Promise<void> {
    const until = nowSeconds() + Math.round(this.server.access.connection.keepDays * 86_400);
    const known = await this.#entry(name);
    if (known && known.leasedUntil >= until) return;
    const point = { id: idOf(name), vector: [0], payload: { name, leasedUntil: until, details } };
    await this.server.call('PUT', `${this.#path}/points?wait=true`, { points: [point] });
  }

  /** Drops the collections whose lease has ended, finished or not; returns their names. */
  async dropExpired(): Promise<string[]> {
    const filter = { must: [{ key: 'leasedUntil', range: { lt: nowSeconds() } }] };
    const { points } = await this.server.call<{ points: { payload: Entry }[] }>('POST', `${this.#path}/points/scroll`, {
      filter,
      limit: pageSize,
      with_payload: true,
      with_vector: false,
    });
    const dropped: string[] = [];
    for (const { payload } of points) if (await this.#drop(payload.name)) dropped.push(payload.name);
    return dropped;
  }

  /** Out of reach first: a session that opens it from now on builds again. One that extended the lease before gets it back. */
  async #drop(name: string): Promise<boolean> {
    const wasComplete = await isComplete(this.server, { name });
    if (wasComplete) await changeAliases(this.server, [{ delete_alias: { alias_name: name } }]);
    const entry = await this.#entry(name);
    if (entry && entry.leasedUntil >= nowSeconds()) {
      if (wasComplete) await makeComplete(this.server, { name });
      return false;
    }
    if (await this.server.find(`/collections/${storedName({ name })}`))
      await this.server.call('DELETE', `/collections/${storedName({ name })}`);
    await this.server.call('POST', `${this.#path}/points/delete?wait=true`, { points: [idOf(name)] });
    return true;
  }

  async #entry(name: string): Promise<Entry | undefined> {
    const body = { ids: [idOf(name)], with_payload: true, with_vector: false };
    const [point] = await this.server.call<{ payload: Entry }[]>('POST', `${this.#path}/points`, body);
    return point?.payload;
  }
}

/** The hash in the name of a collection as the UUID of its entry. */
function idOf(name: string): string {
  const hash = name.slice(-hashLength);
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20)].join('-');
}

type Named = Pick<CollectionPlan, 'name'>;

/** Whether the collection is there under its name. */
export async function isComplete(server: QdrantServer, plan: Named): Promise<boolean> {
  const found = await server.find<{ aliases: { alias_name: string }[] }>(`/collections/${storedName(plan)}/aliases`);
  return found?.aliases.some(({ alias_name }) => alias_name === plan.name) === true;
}

export const makeComplete = (server: QdrantServer, plan: Named): Promise<unknown> =>
  changeAliases(server, [{ create_alias: { collection_name: storedName(plan), alias_name: plan.name } }]);

const changeAliases = (server: QdrantServer, actions: readonly object[]): Promise<unknown> =>
  server.call('POST', '/collections/aliases', { actions });
