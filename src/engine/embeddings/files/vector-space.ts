import { RankLabError } from '#shared/errors';
import { formatCount, plural } from '#shared/counts';
import type { VectorSettings } from '#shared/schemas/vector-file';
import type { Dataset } from '../../model/dataset';
import type { VectorSpace } from '../../model/vector-space';
import type { VectorFile } from '../port';
import { rowsOf, usersOf, videosOf } from './id-rows';
import { matchVectors, type KnownIds } from './match-vectors';

/** A file of vectors with the name that messages give it. */
export interface NamedVectors {
  readonly file: string;
  readonly idColumn?: string | undefined;
  readonly content: VectorFile;
}

interface Side {
  readonly dimensions: number;
  readonly vectors: Float32Array;
  readonly given: Uint8Array;
  readonly notes: readonly string[];
}

/**
 * Vectors of both sides in a dataset's rows. Memory: (items + users) × dimensions × 4 bytes.
 * @throws IMPORT_FAILED where ids do not fit the data, INVALID_ARGUMENT where the two files differ in dimensions.
 */
export function vectorSpace(
  { videos, users }: { readonly videos: NamedVectors; readonly users?: NamedVectors | undefined },
  { compare }: Pick<VectorSettings, 'compare'>,
  dataset: Dataset,
): VectorSpace {
  const ofVideos = sideOf(videos, videosOf(dataset), compare);
  const ofUsers = users && sideOf(users, usersOf(dataset), compare);
  const { dimensions } = ofVideos;
  if (ofUsers && ofUsers.dimensions !== dimensions) {
    throw new RankLabError('INVALID_ARGUMENT', `${videos.file} has ${dimensions} dimensions and ${users.file} has ${ofUsers.dimensions}`, {
      place: 'users',
      value: String(ofUsers.dimensions),
      remedy: 'Give the vectors of both towers of one model',
    });
  }
  const row = ({ vectors, given }: Side, at: number): Float32Array | undefined =>
    given[at] === 1 ? vectors.subarray(at * dimensions, (at + 1) * dimensions) : undefined;
  return {
    file: videos.file,
    dimensions,
    videos: ofVideos.vectors,
    hasVideo: ofVideos.given,
    notes: [...ofVideos.notes, ...(ofUsers?.notes ?? [])],
    query({ userRow, videoRow }, watched) {
      if (userRow === undefined) return videoRow === undefined ? undefined : row(ofVideos, videoRow);
      if (ofUsers) return row(ofUsers, userRow);
      return meanOf(ofVideos, watched, compare);
    },
  };
}

function sideOf({ file, idColumn, content }: NamedVectors, known: KnownIds, compare: VectorSettings['compare']): Side {
  const matched = matchVectors(content, known, { path: file, match: 'auto', idColumn });
  const { dimensions } = matched;
  const rows = rowsOf(matched, known, file);
  const vectors = new Float32Array(known.size * dimensions);
  const given = new Uint8Array(known.size);
  const counts = { unknown: 0, broken: 0, given: 0 };
  for (const [at, row] of rows.entries()) {
    if (row < 0) {
      counts.unknown++;
      continue;
    }
    const vector = scaled(matched.vectors.subarray(at * dimensions, (at + 1) * dimensions), compare);
    if (!vector) {
      counts.broken++;
      continue;
    }
    vectors.set(vector, row * dimensions);
    given[row] = 1;
    counts.given++;
  }
  const without = known.size - counts.given;
  return {
    dimensions,
    vectors,
    given,
    notes: [
      ...matched.notes,
      ...(counts.unknown > 0 ? [`${file}: ${plural(counts.unknown, 'vector')} of unknown ${known.noun}s left out`] : []),
      ...(counts.broken > 0 ? [`${file}: ${plural(counts.broken, 'vector')} left out as zero or not finite`] : []),
      ...(without > 0 ? [`${file}: no vector for ${formatCount(without)} of ${formatCount(known.size)} ${known.noun}s`] : []),
    ],
  };
}

/** Undefined for a vector that is zero or not finite. */
function scaled(vector: Float32Array, compare: VectorSettings['compare']): Float32Array | undefined {
  let squared = 0;
  for (const value of vector) squared += value * value;
  if (!Number.isFinite(squared) || squared === 0) return undefined;
  if (compare === 'dot') return vector;
  const length = Math.sqrt(squared);
  return vector.map((value) => value / length);
}

function meanOf({ vectors, given, dimensions }: Side, rows: Int32Array, compare: VectorSettings['compare']): Float32Array | undefined {
  const sum = new Float64Array(dimensions);
  let count = 0;
  for (const row of rows) {
    if (given[row] !== 1) continue;
    count++;
    for (let d = 0; d < dimensions; d++) sum[d] += vectors[row * dimensions + d];
  }
  return count === 0
    ? undefined
    : scaled(
        Float32Array.from(sum, (value) => value / count),
        compare,
      );
}
