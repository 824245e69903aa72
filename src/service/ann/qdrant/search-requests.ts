import type { Effort } from '../engines/complete-search';

/** Ids as Qdrant compares them: of points, or a field of the payload. */
export type PointId = string | number;

export interface RequestTarget {
  /** The field of the payload with the ids; null: the points have them. */
  readonly idField: string | null;
  readonly vectorName: string | null;
}

export interface Filtered {
  readonly allow?: readonly PointId[] | undefined;
  readonly deny?: readonly PointId[] | undefined;
}

interface Asked extends Filtered {
  /** The query as JSON. */
  readonly query: string;
  readonly limit: number;
}

/** Below what a server takes by default, 32 MB. */
const longestBody = 8_000_000;
const mostEf = 100_000;

const condition = ({ idField }: RequestTarget, ids: readonly PointId[]): object =>
  idField === null ? { has_id: ids } : { key: idField, match: { any: ids } };

/** `hnsw_ef`: candidates of the graph. Qdrant takes at least the limit. */
function paramsOf(effort: Effort, limit: number, count: number, efSearch: number | undefined): object {
  if (effort === 'every-row') return { exact: true };
  return {
    hnsw_ef: effort === 'thorough' ? Math.min(mostEf, count) : Math.min(mostEf, Math.max(efSearch ?? Math.max(64, 2 * limit), limit)),
  };
}

/**
 * Bodies of points/query/batch, each with as many queries as fit; the queries in their order. Lists of ids are repeated for every query,
 * because filters belong to queries.
 */
export function searchBodies(
  target: RequestTarget,
  asked: readonly Asked[],
  settings: { readonly effort: Effort; readonly count: number; readonly efSearch: number | undefined },
): { readonly first: number; readonly count: number; readonly body: string }[] {
  const texts = asked.map(({ query, limit, allow, deny }) => {
    const filter = {
      ...(allow && { must: [condition(target, allow)] }),
      ...(deny && deny.length > 0 && { must_not: [condition(target, deny)] }),
    };
    const rest = {
      limit,
      params: paramsOf(settings.effort, limit, settings.count, settings.efSearch),
      with_payload: target.idField === null ? false : [target.idField],
      ...(target.vectorName !== null && { using: target.vectorName }),
      ...(Object.keys(filter).length > 0 && { filter }),
    };
    return `{"query":${query},${JSON.stringify(rest).slice(1)}`;
  });
  const bodies: { first: number; count: number; body: string }[] = [];
  for (let first = 0; first < texts.length;) {
    let [end, length] = [first, 0];
    while (end < texts.length && (end === first || length + (texts[end]?.length ?? 0) < longestBody)) length += texts[end++]?.length ?? 0;
    bodies.push({ first, count: end - first, body: `{"searches":[${texts.slice(first, end).join(',')}]}` });
    first = end;
  }
  return bodies;
}
