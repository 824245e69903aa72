import { RankLabError, isRankLabError } from '#shared/errors';
import { diskFull, isDiskFull, meaningOf, meaningOfGivenPath } from '../../system-failures';

/**
 * A failed operation of the disk or the database as DISK_FULL or IO_FAILED: what was being done, to which file, and that the
 * previous state is kept. INVALID_ARGUMENT for a path that no disk takes. RankLabErrors pass unchanged.
 */
export function storageError(error: unknown, doing: string, place: string, bytesNeeded?: number): RankLabError {
  if (isRankLabError(error)) return error;
  if (isDiskFull(error))
    return diskFull(doing, place, bytesNeeded === undefined ? undefined : { bytes: bytesNeeded, atLeast: false }, undefined, error);
  const { code, what, remedy } = meaningOf(error) ?? unknownFailure(error);
  return new RankLabError(code, `Could not ${doing}: ${what}`, { place, remedy }, { cause: error });
}

const unknownFailure = (error: unknown): NonNullable<ReturnType<typeof meaningOf>> => ({
  code: 'IO_FAILED',
  what: firstLine(error instanceof Error ? error.message : String(error)),
  remedy: 'The previous data is unchanged; try again, and check the disk if it happens again.',
});

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text;

/** Runs `work`; a failure comes out as a RankLabError. */
export async function guarded<T>(doing: string, place: string, work: () => Promise<T>, bytesNeeded?: number): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error, doing, place, bytesNeeded);
  }
}

/**
 * As `guarded`, for reading `path` that a request named: NOT_FOUND, FORBIDDEN for one that this account may not read, and
 * INVALID_ARGUMENT for one that is no path or no file.
 */
export async function guardedPath<T>(doing: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const meaning = isRankLabError(error) ? undefined : meaningOfGivenPath(error);
    if (!meaning) throw storageError(error, doing, path);
    throw new RankLabError(meaning.code, `Could not ${doing}: ${meaning.what}`, { place: path, remedy: meaning.remedy }, { cause: error });
  }
}
