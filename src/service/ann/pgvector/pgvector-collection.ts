import type { BuiltCollection } from '#engine/ann/overlaid-index';
import type { AnnIndexStats } from '#engine/ann/port';
import type { VectorSearchOptions, VectorSearchResult } from '#engine/model/search';
import { plural } from '#shared/counts';
import { collectNearest, shortRows, type NearRow } from '../engines/collect-nearest';
import { EligibleIds } from '../engines/eligible-ids';
import type { CollectionPlan } from './collection-plan';
import { integerArray } from './identifiers';
import type { PostgresServer } from './postgres-server';
import { collectionTable, searchSettings, searchStatement, type Effort } from './search-statement';
import { queryTexts } from './vector-text';

interface SearchDefaults {
  readonly efSearch?: number | undefined;
  readonly nprobe?: number | undefined;
}

/** Further rows per query: ties beyond the last place are decided here, by id. */
const tieRows = 16;
const efforts: readonly Effort[] = ['as-asked', 'thorough', 'every-row'];

/** A complete collection of PostgreSQL. Only read; many sessions may search it. */
export class PgvectorCollection implements BuiltCollection {
  readonly #eligible: EligibleIds;
  readonly #repeated = { thorough: 0, exact: 0 };
  #searched = 0;

  constructor(
    private readonly server: PostgresServer,
    readonly plan: CollectionPlan,
    ids: Int32Array,
    private readonly bytes: number,
    private readonly defaults: SearchDefaults,
    private readonly onRelease: () => void,
  ) {
    this.#eligible = new EligibleIds(ids);
  }

  get count(): number {
    return this.plan.count;
  }

  get concurrentSearches(): number {
    return this.server.access.connection.connections;
  }

  get mayBeReplaced(): boolean {
    return this.server.access.connection.whenUnavailable === 'scan';
  }

  holds(id: number): boolean {
    return this.#eligible.has(id);
  }

  /**
   * A row that is shorter than the eligible vectors permit is asked again with the longest list and every tuple the index reaches, and then compared
   * with every row: pgvector itself returns short rows without an error.
   */
  async search(queries: Float32Array, options: VectorSearchOptions, patient: boolean): Promise<VectorSearchResult> {
    const { neighborCount: k, filter, deny } = options;
    const { dimensions } = this.plan;
    const queryCount = queries.length / dimensions;
    const normalized = this.plan.metric === 'cosine' ? unitRows(queries, dimensions) : queries;
    const result = {
      ids: new Int32Array(queryCount * k).fill(-1),
      scores: new Float32Array(queryCount * k).fill(-Infinity),
      neighborCount: k,
    };
    let open: Int32Array = Int32Array.from({ length: queryCount }, (_, q) => q);
    for (const effort of this.plan.method ? efforts : (['every-row'] as const)) {
      if (open.length === 0) break;
      const near = await this.#ask(normalized, open, effort, options, patient);
      collectNearest(near, open, this.plan.metric === 'l2', result);
      if (effort === 'as-asked') this.#searched += open.length;
      const short = shortRows(result, open);
      open = short.length === 0 ? short : short.filter((q) => this.#eligible.count(filter, deny?.[q], k) > lengthOf(result, q));
      if (effort === 'as-asked') this.#repeated.thorough += open.length;
      else if (effort === 'thorough') this.#repeated.exact += open.length;
    }
    return result;
  }

  async #ask(queries: Float32Array, open: Int32Array, effort: Effort, options: VectorSearchOptions, patient: boolean): Promise<NearRow[]> {
    const { neighborCount, filter, deny, context } = options;
    const { dimensions, column, metric } = this.plan;
    const denied = deny && [...open].map((q) => deny[q] ?? new Int32Array(0));
    const hasDeny = denied?.some((ids) => ids.length > 0) === true;
    const limit = Math.min(this.count, neighborCount + tieRows);
    const statement = searchStatement({
      table: collectionTable(this.plan),
      idColumn: 'id',
      vectorColumn: 'embedding',
      column,
      dimensions,
      operator: metric === 'l2' ? '<->' : '<#>',
      effort,
      filter: filter && ('allow' in filter ? 'allow' : 'deny'),
      hasDeny,
    });
    const longestDenied = hasDeny ? Math.max(...denied.map(({ length }) => length)) : 0;
    const asked = { efSearch: options.efSearch ?? this.defaults.efSearch, nprobe: options.nprobe ?? this.defaults.nprobe };
    const settings = searchSettings(this.plan, effort, limit + longestDenied, asked);
    const values = [
      queryTexts(queries, open, dimensions),
      limit,
      ...(filter ? [integerArray('allow' in filter ? filter.allow : filter.deny)] : []),
      ...(hasDeny ? [denied.map(integerArray)] : []),
    ];
    return this.server.transaction(
      async ({ query }) => {
        if (settings !== '') await query(settings);
        return query<NearRow>(statement, values);
      },
      { context, ...(!patient && { patienceMs: 0 }) },
    );
  }

  stats(): Pick<AnnIndexStats, 'bytes' | 'description' | 'notes'> {
    const { engine, type, metric } = this.plan.details;
    const { thorough, exact } = this.#repeated;
    const notes = [
      ...(thorough > 0
        ? [`${plural(thorough, 'query', 'queries')} of ${this.#searched} got too few rows from the index and were repeated`]
        : []),
      ...(exact > 0 ? [`${plural(exact, 'query', 'queries')} of ${this.#searched} were compared with every row`] : []),
    ];
    return { bytes: this.bytes, description: `${engine} · ${type} · ${metric}`, ...(notes.length > 0 && { notes }) };
  }

  manifest(): Readonly<Record<string, unknown>> {
    return { format: 'ranklab-collection', version: 1, collection: this.plan.name, ...this.plan.details };
  }

  release(): void {
    this.onRelease();
  }
}

function lengthOf({ ids, neighborCount }: VectorSearchResult, q: number): number {
  const end = ids.subarray(q * neighborCount, (q + 1) * neighborCount).indexOf(-1);
  return end < 0 ? neighborCount : end;
}

/** Rows of length 1; zero rows stay. */
export function unitRows(vectors: Float32Array, dimensions: number): Float32Array {
  const out = new Float32Array(vectors.length);
  for (let start = 0; start < vectors.length; start += dimensions) {
    let sum = 0;
    for (let d = start; d < start + dimensions; d++) sum += (vectors[d] ?? 0) ** 2;
    const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
    for (let d = start; d < start + dimensions; d++) out[d] = (vectors[d] ?? 0) * scale;
  }
  return out;
}
