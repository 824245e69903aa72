import type { BuiltCollection } from '#engine/ann/overlaid-index';
import type { AnnIndexStats } from '#engine/ann/port';
import type { VectorSearchOptions, VectorSearchResult } from '#engine/model/search';
import { plural } from '#shared/counts';
import { collectNearest, shortRows } from '../engines/collect-nearest';
import { EligibleIds } from '../engines/eligible-ids';
import type { CollectionPlan } from './collection-plan';
import { idArray } from './identifiers';
import type { PostgresServer } from './postgres-server';
import { searchSettings, searchStatement, type Effort } from './search-statement';
import type { SearchTarget } from './search-target';
import { unitRows } from './unit-rows';
import { queryTexts } from './vector-text';

interface SearchDefaults {
  readonly efSearch?: number | undefined;
  readonly nprobe?: number | undefined;
}

/** What a search needs to know about the table, and what people are told about it. */
interface SearchedPlan extends Pick<CollectionPlan, 'dimensions' | 'column' | 'method' | 'names' | 'count'> {
  readonly description: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Further rows per query: ties beyond the last place are decided here, by id. */
const tieRows = 16;
const efforts: readonly Effort[] = ['as-asked', 'thorough', 'every-row'];

/** A complete table of vectors in PostgreSQL. Only read; many sessions may search it. */
export class PgvectorCollection implements BuiltCollection {
  readonly #eligible: EligibleIds;
  readonly #repeated = { thorough: 0, everyRow: 0 };
  #searched = 0;

  constructor(
    private readonly server: PostgresServer,
    private readonly plan: SearchedPlan,
    private readonly target: SearchTarget,
    private readonly ids: Int32Array,
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
    const queryCount = queries.length / this.plan.dimensions;
    const compared = this.target.unitQueries ? unitRows(queries, this.plan.dimensions) : queries;
    const result = {
      ids: new Int32Array(queryCount * k).fill(-1),
      scores: new Float32Array(queryCount * k).fill(-Infinity),
      neighborCount: k,
    };
    let open: Int32Array = Int32Array.from({ length: queryCount }, (_, q) => q);
    for (const effort of this.plan.method ? efforts : (['every-row'] as const)) {
      if (open.length === 0) break;
      collectNearest(await this.#ask(compared, open, effort, options, patient), open, this.target, result);
      if (effort === 'as-asked') this.#searched += open.length;
      const short = shortRows(result, open);
      open = short.length === 0 ? short : short.filter((q) => this.#eligible.count(filter, deny?.[q], k) > lengthOf(result, q));
      if (effort === 'as-asked') this.#repeated.thorough += open.length;
      else if (effort === 'thorough') this.#repeated.everyRow += open.length;
    }
    return result;
  }

  async #ask(queries: Float32Array, open: Int32Array, effort: Effort, options: VectorSearchOptions, patient: boolean): Promise<NearText[]> {
    const { neighborCount, deny, context } = options;
    const { target, plan } = this;
    const filter = effort === 'every-row' && target.hasForeignRows ? this.#onlyKnown(options.filter) : options.filter;
    const denied = deny && [...open].map((q) => deny[q] ?? new Int32Array(0));
    const hasDeny = denied?.some((ids) => ids.length > 0) === true;
    const limit = target.hasForeignRows ? neighborCount + tieRows : Math.min(plan.count, neighborCount + tieRows);
    const statement = searchStatement({
      target,
      column: plan.column,
      dimensions: plan.dimensions,
      effort,
      filter: filter && ('allow' in filter ? 'allow' : 'deny'),
      hasDeny,
    });
    const longestDenied = hasDeny ? Math.max(...denied.map(({ length }) => length)) : 0;
    const asked = { efSearch: options.efSearch ?? this.defaults.efSearch, nprobe: options.nprobe ?? this.defaults.nprobe };
    const settings = searchSettings(plan, effort, limit + longestDenied, asked);
    const values = [
      queryTexts(queries, open, plan.dimensions),
      limit,
      ...(filter ? [idArray('allow' in filter ? filter.allow : filter.deny, target)] : []),
      ...(hasDeny ? [denied.map((ids) => idArray(ids, target))] : []),
    ];
    const preamble = [target.preamble ?? '', settings].filter((text) => text !== '').join('; ');
    return this.server.transaction(
      async ({ query }) => {
        if (preamble !== '') await query(preamble);
        return query<NearText>(statement, values);
      },
      { context, ...(!patient && { patienceMs: 0 }) },
    );
  }

  /** The same filter without rows of the table that the index does not know. */
  #onlyKnown(filter: VectorSearchOptions['filter']): VectorSearchOptions['filter'] {
    if (filter && 'allow' in filter) return filter;
    const denied = new Set(filter?.deny);
    return { allow: this.ids.filter((id) => !denied.has(id)) };
  }

  stats(): Pick<AnnIndexStats, 'bytes' | 'description' | 'notes'> {
    const { thorough, everyRow } = this.#repeated;
    const notes = [
      ...(thorough > 0
        ? [`${plural(thorough, 'query', 'queries')} of ${this.#searched} got too few rows from the index and were repeated`]
        : []),
      ...(everyRow > 0 ? [`${plural(everyRow, 'query', 'queries')} of ${this.#searched} were compared with every row`] : []),
    ];
    return { bytes: this.bytes, description: this.plan.description, ...(notes.length > 0 && { notes }) };
  }

  manifest(): Readonly<Record<string, unknown>> {
    return this.plan.manifest;
  }

  release(): void {
    this.onRelease();
  }
}

/** `id` as the table has it. */
interface NearText {
  readonly query: number;
  readonly id: string;
  readonly distance: number;
}

function lengthOf({ ids, neighborCount }: VectorSearchResult, q: number): number {
  const end = ids.subarray(q * neighborCount, (q + 1) * neighborCount).indexOf(-1);
  return end < 0 ? neighborCount : end;
}
