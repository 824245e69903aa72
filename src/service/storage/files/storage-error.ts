import { RankLabError, isRankLabError } from '#shared/errors';

const full = /ENOSPC|EDQUOT|No space left|disk quota/i;

export function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return full.test(code) || full.test(error instanceof Error ? error.message : String(error));
}

/** Bytes for people: 512 B, 1.4 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/**
 * A failed operation of the disk or the database as DISK_FULL or IO_FAILED: what was being done, to which file, and that the
 * previous state is kept. RankLabErrors pass unchanged.
 */
export function storageError(error: unknown, doing: string, place: string, bytesNeeded?: number): RankLabError {
  if (isRankLabError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as NodeJS.ErrnoException).code;
  if (isDiskFull(error))
    return diskFull(doing, place, bytesNeeded === undefined ? undefined : { bytes: bytesNeeded, atLeast: false }, undefined, error);
  const remedy: Record<string, string> = {
    EACCES: 'Check the permissions of the folder; the previous data is unchanged.',
    EPERM: 'Check the permissions of the folder; the previous data is unchanged.',
    EROFS: 'The disk is read-only; choose another place.',
    EMFILE: 'Too many files are open; close other programs and try again. The previous data is unchanged.',
    ENOENT: 'Check that the path exists.',
  };
  return new RankLabError(
    'IO_FAILED',
    `Could not ${doing}: ${firstLine(message)}`,
    { place, remedy: remedy[code ?? ''] ?? 'The previous data is unchanged; try again, and check the disk if it happens again.' },
    { cause: error },
  );
}

/** `atLeast`: the number of bytes written when the disk became full, with more to write. */
export function diskFull(
  doing: string,
  place: string,
  needed?: { readonly bytes: number; readonly atLeast: boolean },
  free?: number,
  cause?: unknown,
): RankLabError {
  const needs = needed ? `; it needs ${needed.atLeast ? 'more than ' : ''}${formatBytes(needed.bytes)} (${needed.bytes} bytes)` : '';
  const there = free === undefined ? '' : `, ${formatBytes(free)} are free`;
  return new RankLabError(
    'DISK_FULL',
    `The disk is full: could not ${doing}${needs}${there}`,
    { place, remedy: 'Free some space and try again; the previous data is unchanged.' },
    { cause },
  );
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text;

/** Runs `work`; a failure comes out as a RankLabError. */
export async function guarded<T>(doing: string, place: string, work: () => Promise<T>, bytesNeeded?: number): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error, doing, place, bytesNeeded);
  }
}
