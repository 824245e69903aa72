import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { RankLabError, type ErrorCode } from '#shared/errors';
import { descriptorLimit } from './descriptor-limit';

const full = /ENOSPC|EDQUOT|No space left|disk quota/i;

export function isDiskFull(error: unknown): boolean {
  return full.test(codeOf(error)) || full.test(error instanceof Error ? error.message : String(error));
}

/** `ENOENT`, `ERR_INVALID_ARG_VALUE`; empty for errors of another origin. */
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? '';

/** Bytes for people: 512 B, 1.4 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/**
 * DISK_FULL saying how many bytes are needed, where known, and how many are free. `atLeast`: the number of bytes written when the disk became
 * full, with more to write.
 */
export function diskFull(
  doing: string | undefined,
  place: string,
  needed?: { readonly bytes: number; readonly atLeast: boolean },
  free = freeBytes(place),
  cause?: unknown,
): RankLabError {
  const failed = doing === undefined ? '' : `: could not ${doing}`;
  const needs = needed ? `; it needs ${needed.atLeast ? 'more than ' : ''}${formatBytes(needed.bytes)} (${needed.bytes} bytes)` : '';
  const there = free === undefined ? '' : `${needs === '' ? ';' : ','} ${formatBytes(free)} are free`;
  return new RankLabError(
    'DISK_FULL',
    `The disk is full${failed}${needs}${there}`,
    { place, remedy: 'Free some space and try again; the previous data is unchanged.' },
    { cause },
  );
}

/** Free bytes of the disk that holds, or would hold, `path`. Synchronous, because it is asked only when an error is described. */
function freeBytes(path: string): number | undefined {
  for (let place = path; ; place = dirname(place)) {
    try {
      const { bavail, bsize } = statfsSync(place);
      return bavail * bsize;
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error)) || place === dirname(place)) return undefined;
    }
  }
}

interface Meaning {
  readonly code: ErrorCode;
  readonly what: string;
  readonly remedy: string;
}

const permissions = 'Check the permissions of the file and its folder; the previous data is unchanged.';

function tooManyFiles(): Meaning {
  const limit = descriptorLimit();
  const own = limit === undefined ? '' : `; this process may have ${limit}, connections included`;
  const limitToSet = Math.max(4_096, (limit ?? 0) * 2);
  return {
    code: 'IO_FAILED',
    what: `too many files are open (EMFILE)${own}`,
    remedy:
      `Close other clients and try again, or allow more before the start: “ulimit -n ${limitToSet}” in a shell, ` +
      `“LimitNOFILE=${limitToSet}” for a system service. The previous data is unchanged.`,
  };
}

const meanings: Readonly<Record<string, () => Meaning>> = {
  EMFILE: tooManyFiles,
  ENFILE: () => ({
    code: 'IO_FAILED',
    what: 'all programs of this machine together have too many files open (ENFILE)',
    remedy: 'Close other programs and try again; the previous data is unchanged.',
  }),
  EACCES: () => ({ code: 'IO_FAILED', what: 'permission denied (EACCES)', remedy: permissions }),
  EPERM: () => ({ code: 'IO_FAILED', what: 'operation not permitted (EPERM)', remedy: permissions }),
  EROFS: () => ({ code: 'IO_FAILED', what: 'the disk is read-only (EROFS)', remedy: 'Choose another place.' }),
  ENOENT: () => ({ code: 'IO_FAILED', what: 'there is no such file or folder (ENOENT)', remedy: 'Check that the path exists.' }),
  ENAMETOOLONG: () => ({
    code: 'INVALID_ARGUMENT',
    what: 'the path is too long (ENAMETOOLONG)',
    remedy: 'Each name in a path has at most 255 bytes, and the path at most 4,096.',
  }),
  ELOOP: () => ({
    code: 'INVALID_ARGUMENT',
    what: 'the path goes round in symbolic links (ELOOP)',
    remedy: 'Name the file itself.',
  }),
  ERR_INVALID_ARG_VALUE: () => ({
    code: 'INVALID_ARGUMENT',
    what: 'the path contains a NUL character',
    remedy: 'Remove the NUL character.',
  }),
};

/** Modules of the program are loaded in parallel; with few descriptors Node takes those that it cannot open for missing ones. */
const fewDescriptors = 64;

/** What the code of a failed operation means, for the codes that people meet. */
export function meaningOf(error: unknown): Meaning | undefined {
  if (codeOf(error) === 'ERR_MODULE_NOT_FOUND' && (descriptorLimit() ?? Infinity) <= fewDescriptors) return tooManyFiles();
  return meanings[codeOf(error)]?.();
}

/** For a path that the caller named: what is wrong is the path, not the service. */
export function meaningOfGivenPath(error: unknown): Meaning | undefined {
  const meaning = meaningOf(error);
  const code = codeOf(error);
  if (meaning && code === 'ENOENT') return { ...meaning, code: 'NOT_FOUND' };
  if (meaning && ['EACCES', 'EPERM', 'EROFS'].includes(code)) return { ...meaning, code: 'FORBIDDEN' };
  if (['EISDIR', 'ENOTDIR', 'ENXIO', 'EINVAL'].includes(code))
    return { code: 'INVALID_ARGUMENT', what: `it is not a file that can be read (${code})`, remedy: 'Check the path.' };
  return meaning;
}
