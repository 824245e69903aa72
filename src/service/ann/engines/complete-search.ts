import type { VectorSearchOptions, VectorSearchResult } from '#engine/model/search';
import { plural } from '#shared/counts';
import { collectNearest, shortRows, type NearRow, type RowReader } from './collect-nearest';
import type { EligibleIds } from './eligible-ids';

/** How far a search goes: as asked; the longest list and every vector that the index can reach; a comparison with every vector. */
export type Effort = 'as-asked' | 'thorough' | 'every-row';

/** Asks the engine for the neighbours of the queries `open`. */
export type Ask = (open: Int32Array, effort: Effort) => Promise<readonly NearRow[]>;

const efforts: readonly Effort[] = ['as-asked', 'thorough', 'every-row'];

/**
 * Searches of an engine that answers short rows without an error: a row that is shorter than the eligible vectors permit is asked again, with more
 * effort, and at last compared with every vector.
 */
export class CompleteSearch {
  readonly #repeated = { thorough: 0, everyRow: 0 };
  #searched = 0;

  /** @param hasIndex false: every search is a comparison with every vector. */
  constructor(
    private readonly eligible: EligibleIds,
    private readonly reader: RowReader,
    private readonly hasIndex: boolean,
  ) {}

  async search(queryCount: number, options: VectorSearchOptions, ask: Ask): Promise<VectorSearchResult> {
    const { neighborCount: k, filter, deny } = options;
    const result = {
      ids: new Int32Array(queryCount * k).fill(-1),
      scores: new Float32Array(queryCount * k).fill(-Infinity),
      neighborCount: k,
    };
    let open: Int32Array = Int32Array.from({ length: queryCount }, (_, q) => q);
    for (const effort of this.hasIndex ? efforts : (['every-row'] as const)) {
      if (open.length === 0) break;
      collectNearest(await ask(open, effort), open, this.reader, result);
      if (effort === 'as-asked') this.#searched += open.length;
      const short = shortRows(result, open);
      open = short.length === 0 ? short : short.filter((q) => this.eligible.count(filter, deny?.[q], k) > lengthOf(result, q));
      if (effort === 'as-asked') this.#repeated.thorough += open.length;
      else if (effort === 'thorough') this.#repeated.everyRow += open.length;
    }
    return result;
  }

  /** How often searches were repeated, for people. */
  notes(): string[] {
    const { thorough, everyRow } = this.#repeated;
    return [
      ...(thorough > 0
        ? [`${plural(thorough, 'query', 'queries')} of ${this.#searched} got too few rows from the index and were repeated`]
        : []),
      ...(everyRow > 0 ? [`${plural(everyRow, 'query', 'queries')} of ${this.#searched} were compared with every row`] : []),
    ];
  }
}

function lengthOf({ ids, neighborCount }: VectorSearchResult, q: number): number {
  const end = ids.subarray(q * neighborCount, (q + 1) * neighborCount).indexOf(-1);
  return end < 0 ? neighborCount : end;
}
