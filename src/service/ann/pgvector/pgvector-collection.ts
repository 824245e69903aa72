import type { BuiltCollection } from '#engine/ann/overlaid-index';
import type { AnnIndexStats } from '#engine/ann/port';
import type { VectorSearchOptions, VectorSearchResult } from '#engine/model/search';
import { CompleteSearch, type Effort } from '../engines/complete-search';
import { EligibleIds } from '../engines/eligible-ids';
import type { CollectionPlan } from './collection-plan';
import { idArray } from './identifiers';
import type { PostgresServer } from './postgres-server';
import { searchSettings, searchStatement } from './search-statement';
import type { SearchTarget } from './search-target';
import { unitRows } from '../engines/unit-rows';
import { queryTexts } from '../engines/vector-text';

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

/** A complete table of vectors in PostgreSQL. Only read; many sessions may search it. */
export class PgvectorCollection implements BuiltCollection {
  readonly #eligible: EligibleIds;
  readonly #complete: CompleteSearch;

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
    this.#complete = new CompleteSearch(this.#eligible, target, plan.method !== undefined);
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

  search(queries: Float32Array, options: VectorSearchOptions, patient: boolean): Promise<VectorSearchResult> {
    const compared = this.target.unitQueries ? unitRows(queries, this.plan.dimensions) : queries;
    return this.#complete.search(queries.length / this.plan.dimensions, options, (open, effort) =>
      this.#ask(compared, open, effort, options, patient),
    );
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
    const notes = this.#complete.notes();
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
