import { RankLabError } from '#shared/errors';
import { formatCount } from '#shared/counts';
import type { Dataset } from '../../model/dataset';
import type { MatchedVectors } from './match-videos';

interface UnitVectors {
  /** Items × dimensions, of unit length; zero for an item without a vector. */
  readonly vectors: Float32Array;
  readonly notes: readonly string[];
}

/**
 * The vectors of a dataset's items. Every video has one, unless `requireAll` is off.
 * @throws IMPORT_FAILED naming what does not match.
 */
export function unitVectors(file: MatchedVectors, dataset: Dataset, path: string, requireAll: boolean): UnitVectors {
  const { dimensions, vectors, ids } = file;
  const items = dataset.items.ids;
  const count = vectors.length / dimensions;
  const rows = ids ? rowsById(ids, dataset, path) : rowsByOrder(count, dataset, path);
  const result = new Float32Array(items.size * dimensions);
  const seen = new Uint8Array(items.size);
  const broken: number[] = [];
  let unknown = 0;
  for (const [at, row] of rows.entries()) {
    if (row < 0) unknown++;
    else {
      const unit = unitRow(vectors.subarray(at * dimensions, (at + 1) * dimensions));
      if (!unit) broken.push(at);
      else {
        result.set(unit, row * dimensions);
        seen[row] = 1;
      }
    }
  }
  if (broken.length > 0 && requireAll) throw notFinite(broken, count, ids, path);
  const missing = seen.reduce((sum, has) => sum + (has === 0 ? 1 : 0), 0);
  if (missing > broken.length && requireAll) throw lacking(missing, items.ids[seen.indexOf(0)], items.size, path);
  return {
    vectors: result,
    notes: [
      ...(unknown > 0 ? [`${formatCount(unknown)} of ${formatCount(count)} vectors are of unknown videos and are left out`] : []),
      ...(broken.length > 0 ? [`${formatCount(broken.length)} vectors have values that are not numbers and are left out`] : []),
    ],
  };
}

function rowsByOrder(count: number, { items }: Dataset, path: string): Int32Array {
  if (count === items.ids.size) return Int32Array.from({ length: count }, (_, row) => row);
  throw refused(path, `has ${count} vectors without ids for ${items.ids.size} videos`, {
    value: String(count),
    remedy: 'Give one vector per video in the order of the videos, or a file with ids',
  });
}

/** Item row of each vector, −1 for unknown ids. */
function rowsById(ids: readonly string[], { items }: Dataset, path: string): Int32Array {
  const rows = Int32Array.from(ids, (id) => items.ids.find(id) ?? -1);
  const first = new Map<string, number>();
  for (const [at, id] of ids.entries()) {
    const before = first.get(id);
    if (before !== undefined && (rows[at] >= 0 || id === ''))
      throw refused(
        path,
        id === '' ? `has vectors without an id, first vector ${before + 1}` : `has “${id}” twice, as vectors ${before + 1} and ${at + 1}`,
        {
          value: id,
          remedy: 'Give one vector for each video',
        },
      );
    first.set(id, at);
  }
  if (rows.length > 0 && rows.every((row) => row < 0)) {
    const alike = ids.filter((id) => simpler(id) !== id && items.ids.find(simpler(id)) !== undefined).length;
    const hint = alike > 0 ? ` (${alike} would be without blanks and “.0” at the end)` : '';
    throw refused(path, `has vectors of ${formatCount(ids.length)} ids, none of which is a video${hint}`, {
      value: ids[0],
      remedy: `Ids look like “${items.ids.ids[0] ?? ''}” here and like “${ids[0]}” there: name the right column (idColumn), or match by order (match: "order")`,
    });
  }
  return rows;
}

/** As programs that take ids for numbers change them. */
const simpler = (id: string): string => id.trim().replace(/^(\d+)\.0+$/, '$1');

function notFinite(broken: readonly number[], count: number, ids: readonly string[] | undefined, path: string): RankLabError {
  const [first = 0] = broken;
  const name = ids ? ` (“${ids[first]}”)` : '';
  const message = `: ${broken.length} of ${count} vectors have a value that is not a finite number, first vector ${first + 1}${name}`;
  return refused(path, message, {
    place: `${path}:${first + 1}`,
    remedy: 'Correct them, or leave these videos without a vector (requireAll: false)',
  });
}

const lacking = (missing: number, example: string | undefined, videos: number, path: string): RankLabError =>
  refused(path, `lacks ${missing} of ${videos} videos, first “${example}”`, {
    value: example,
    remedy: 'Add the missing vectors, or allow videos without one (requireAll: false)',
  });

function unitRow(row: Float32Array): Float32Array | undefined {
  let squared = 0;
  for (const value of row) squared += value * value;
  if (!Number.isFinite(squared)) return undefined;
  const length = Math.sqrt(squared);
  return length > 0 ? row.map((value) => value / length) : row;
}

const refused = (
  path: string,
  problem: string,
  { remedy, value, place = path }: { remedy: string; value?: string | undefined; place?: string },
): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${path}${problem.startsWith(':') ? '' : ' '}${problem}`, {
    place,
    remedy,
    ...(value !== undefined && { value }),
  });
