import type { RankLabError } from '#shared/errors';
import { formatCount } from '#shared/counts';
import type { Dataset } from '../../model/dataset';
import { refused, rowsOf, videosOf } from './id-rows';
import type { MatchedVectors } from './match-vectors';

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
  const rows = rowsOf(file, videosOf(dataset), path);
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
