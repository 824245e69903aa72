import type { BuiltCollection } from '#engine/ann/overlaid-index';
import type { AnnIndexStats } from '#engine/ann/port';
import type { VectorSearchOptions, VectorSearchResult } from '#engine/model/search';
import type { NearRow } from '../engines/collect-nearest';
import { CompleteSearch, type Effort } from '../engines/complete-search';
import { EligibleIds } from '../engines/eligible-ids';
import { unitRows } from '../engines/unit-rows';
import { queryTexts } from '../engines/vector-text';
import type { QdrantServer } from './qdrant-server';
import { searchBodies, type Filtered, type PointId, type RequestTarget } from './search-requests';

/** The collection that a search reads: one of ours, or one that exists. */
export interface SearchTarget extends RequestTarget {
  /** A collection or its alias. */
  readonly collection: string;
  /** Larger is better, as VectorSearchResult defines it, of the score that Qdrant gives. */
  scoreOf(score: number): number;
  /** The id in the collection, and back; undefined for ids that the index does not know. */
  readonly idOf: (row: number) => PointId;
  rowOf(id: string): number | undefined;
  /** Whether queries are compared with length 1. */
  readonly unitQueries: boolean;
  /** Whether the collection may hold points that the index does not know. */
  readonly hasForeignRows: boolean;
}

export interface SearchedPlan {
  readonly dimensions: number;
  readonly count: number;
  readonly hasGraph: boolean;
  readonly bytes: number;
  readonly description: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly efSearch: number | undefined;
}

interface ScoredPoint {
  readonly id: PointId;
  readonly score: number;
  readonly payload?: Readonly<Record<string, unknown>> | null;
}

/** Further points per query: ties beyond the last place are decided here, by id. */
const tieRows = 16;

/** A complete collection of Qdrant. Only read; many sessions may search it. */
export class QdrantCollection implements BuiltCollection {
  readonly #eligible: EligibleIds;
  readonly #complete: CompleteSearch;

  constructor(
    private readonly server: QdrantServer,
    private readonly plan: SearchedPlan,
    private readonly target: SearchTarget,
    private readonly ids: Int32Array,
    private readonly onRelease: () => void,
  ) {
    this.#eligible = new EligibleIds(ids);
    this.#complete = new CompleteSearch(this.#eligible, target, plan.hasGraph);
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

  async #ask(queries: Float32Array, open: Int32Array, effort: Effort, options: VectorSearchOptions, patient: boolean): Promise<NearRow[]> {
    const { target, plan } = this;
    const filters = this.#filters(open, effort, options);
    const limit = options.neighborCount + tieRows;
    const texts = queryTexts(queries, open, plan.dimensions);
    const asked = filters.map((filter, i) => ({
      query: texts[i] ?? '[]',
      limit: target.hasForeignRows ? limit : Math.min(plan.count, limit),
      ...filter,
    }));
    const bodies = searchBodies(target, asked, { effort, count: plan.count, efSearch: options.efSearch ?? plan.efSearch });
    const path = `/collections/${encodeURIComponent(target.collection)}/points/query/batch`;
    const { context } = options;
    const found = await Promise.all(
      bodies.map(({ body }) =>
        this.server.call<{ points: ScoredPoint[] }[]>('POST', path, body, { context, ...(!patient && { patienceMs: 0 }) }),
      ),
    );
    return found.flatMap((answers, b) =>
      answers.flatMap(({ points }, i) =>
        points.map((point) => ({ query: (bodies[b]?.first ?? 0) + i, id: this.#idOf(point), distance: point.score })),
      ),
    );
  }

  #idOf({ id, payload }: ScoredPoint): PointId {
    const { idField } = this.target;
    return idField === null ? id : (payload?.[idField] as PointId);
  }

  /** For each open query. */
  #filters(open: Int32Array, effort: Effort, { filter, deny }: VectorSearchOptions): Filtered[] {
    const { idOf, hasForeignRows } = this.target;
    const idsOf = (rows: Int32Array): PointId[] =>
      Array.from(
        rows.filter((row) => this.#eligible.has(row)),
        idOf,
      );
    const denied = filter && 'deny' in filter ? filter.deny : new Int32Array(0);
    const deniedIds = idsOf(denied);
    // Points that the index does not know would take the places of those that it knows.
    const known = effort === 'every-row' && hasForeignRows ? this.ids : undefined;
    const allowed = filter && 'allow' in filter ? filter.allow : known;
    const allow = allowed && idsOf(allowed);
    return [...open].map((q) => ({ allow, deny: [...deniedIds, ...idsOf(deny?.[q] ?? new Int32Array(0))] }));
  }

  stats(): Pick<AnnIndexStats, 'bytes' | 'description' | 'notes'> {
    const notes = this.#complete.notes();
    return { bytes: this.plan.bytes, description: this.plan.description, ...(notes.length > 0 && { notes }) };
  }

  manifest(): Readonly<Record<string, unknown>> {
    return this.plan.manifest;
  }

  release(): void {
    this.onRelease();
  }
}
