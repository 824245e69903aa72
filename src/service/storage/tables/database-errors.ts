import { basename } from 'node:path';
import { isRankLabError, RankLabError } from '#shared/errors';
import { isDiskFull } from '../../system-failures';
import { storageError } from '../files/storage-error';

/** DuckDB puts the type of an error before its message: `IO Error: …`; its Node binding exposes nothing else. */
interface DuckDbError {
  readonly type: string;
  readonly message: string;
}

export function duckDbError(error: unknown): DuckDbError | undefined {
  const text = error instanceof Error ? error.message : String(error);
  const [, type, message] = /^([A-Z][\w ]*?) Error: ([^]*)$/.exec(text) ?? [];
  return type === undefined || message === undefined ? undefined : { type, message: message.split('\n', 1)[0] ?? '' };
}

/** Error types caused by the values of a statement; all others concern the disk, the file or the program. */
const dataTypes = new Set(['Conversion', 'Out of Range', 'Invalid Input', 'Constraint', 'Invalid', 'Mismatch Type', 'Decimal']);

/** Why the database refused the values it was given; undefined when it failed for another reason. */
export function refusedData(error: unknown): string | undefined {
  const cause = isRankLabError(error) ? (error.cause ?? error) : error;
  if (isDiskFull(cause)) return undefined;
  if (cause instanceof RangeError || cause instanceof TypeError) return cause.message;
  const found = duckDbError(cause);
  return found && dataTypes.has(found.type) ? `the database refuses it: ${found.message}` : undefined;
}

/** Seldom, DuckDB plans a query by the statistics of data that are being replaced, and stops when the rows do not fit them; the next plan is right. */
export function hasOutdatedPlan(error: unknown): boolean {
  const found = duckDbError(error);
  return found?.type === 'Invalid Input' && /^Perfect hash aggregate: .*exceeded total groups/.test(found.message);
}

/** The message of a conflicting lock on DuckDB's file, on POSIX systems and Windows. */
export const isLockConflict = ({ type, message }: DuckDbError): boolean =>
  type === 'IO' &&
  (/^Could not set lock on file .*: Conflicting lock is held/.test(message) || /being used by another process/.test(message));

/** The system refused the file itself: its permissions, too many open files, no such folder. */
const isRefusedBySystem = ({ type, message }: DuckDbError): boolean =>
  type === 'Permission' || (type === 'IO' && /^(Cannot open file|Could not set lock on file|Failed to open)/.test(message));

/** Remedies for a damaged database; the workspace completes them. */
export const databaseRemedy =
  'Restore the workspace from a backup with “ranklab restore”, or run “ranklab check --workspace … --repair”, which keeps the damaged file aside; then import the data again, for example from exports/.';

export function openingFailed(error: unknown, path: string): RankLabError {
  const found = duckDbError(error);
  if (found && isLockConflict(found)) {
    const remedy = 'Close the other program that has it open, then try again.';
    return new RankLabError(
      'WORKSPACE_LOCKED',
      `${basename(path)} is in use by another program`,
      { place: path, remedy },
      { cause: error },
    );
  }
  if (isDiskFull(error) || !found || isRefusedBySystem(found)) return storageError(error, 'open the data', path);
  return damagedDatabase(path, found.message, error);
}

/** Reading found the file damaged, or failed in another way. */
export function readingFailed(error: unknown, path: string): unknown {
  const found = duckDbError(error);
  const isDamage =
    found &&
    ((found.type === 'IO' && /^(Corrupt database file|Could not read enough bytes)/.test(found.message)) || found.type === 'Serialization');
  return isDamage ? damagedDatabase(path, found.message, error) : error;
}

const damagedDatabase = (path: string, why: string, cause?: unknown): RankLabError =>
  new RankLabError('CORRUPT_ARTIFACT', `${basename(path)} is damaged: ${why}`, { place: path, remedy: databaseRemedy }, { cause });
