import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { Dataset } from '../../model/dataset';
import type { KnownIds, MatchedVectors } from './match-vectors';

export const videosOf = ({ items }: Dataset): KnownIds => knownIds('video', items.ids);
export const usersOf = ({ users }: Dataset): KnownIds => knownIds('user', users.ids);

const knownIds = (noun: KnownIds['noun'], ids: Dataset['items']['ids'] | Dataset['users']['ids']): KnownIds => ({
  noun,
  ids: ids.ids,
  size: ids.size,
  find: (id) => ids.find(id),
});

/** The row of each vector, −1 for unknown ids. @throws IMPORT_FAILED for repeated ids, or where none is known. */
export function rowsOf({ ids, vectors, dimensions }: MatchedVectors, known: KnownIds, path: string): Int32Array {
  return ids ? rowsById(ids, known, path) : rowsByOrder(vectors.length / dimensions, known, path);
}

function rowsByOrder(count: number, { size, noun }: KnownIds, path: string): Int32Array {
  if (count === size) return Int32Array.from({ length: count }, (_, row) => row);
  throw refused(path, `has ${count} vectors without ids for ${size} ${noun}s`, {
    value: String(count),
    remedy: `Give one vector per ${noun} in the order of the ${noun}s, or a file with ids`,
  });
}

function rowsById(ids: readonly string[], known: KnownIds, path: string): Int32Array {
  const rows = Int32Array.from(ids, (id) => known.find(id) ?? -1);
  const first = new Map<string, number>();
  for (const [at, id] of ids.entries()) {
    const before = first.get(id);
    if (before !== undefined && (rows[at] >= 0 || id === ''))
      throw refused(
        path,
        id === '' ? `has vectors without an id, first vector ${before + 1}` : `has “${id}” twice, as vectors ${before + 1} and ${at + 1}`,
        {
          value: id,
          remedy: `Give one vector for each ${known.noun}`,
        },
      );
    first.set(id, at);
  }
  if (rows.length > 0 && rows.every((row) => row < 0)) {
    const alike = ids.filter((id) => simpler(id) !== id && known.find(simpler(id)) !== undefined).length;
    const hint = alike > 0 ? ` (${alike} would be without blanks and “.0” at the end)` : '';
    throw refused(path, `has vectors of ${formatCount(ids.length)} ids, none of which is a ${known.noun}${hint}`, {
      value: ids[0],
      remedy: `Ids look like “${known.ids[0] ?? ''}” here and like “${ids[0]}” there: name the right column (idColumn), or match by order (match: "order")`,
    });
  }
  return rows;
}

/** As programs that take ids for numbers change them. */
const simpler = (id: string): string => id.trim().replace(/^(\d+)\.0+$/, '$1');

export const refused = (
  path: string,
  problem: string,
  { remedy, value, place = path }: { remedy: string; value?: string | undefined; place?: string },
): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${path}${problem.startsWith(':') ? '' : ' '}${problem}`, {
    place,
    remedy,
    ...(value !== undefined && { value }),
  });
