import { errorCatalogue, isRankLabError, RankLabError } from '#shared/errors';
import type { ErrorCode } from '#shared/errors';

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errorCatalogue;

const remedies: Partial<Record<ErrorCode, string>> = {
  CORRUPT_ARTIFACT: 'Build the index again from its vectors',
  NOT_BUILT: 'Train the index first',
  DISK_FULL: 'Free disk space and try again',
};

/** Converts anything the addon threw into a RankLabError. */
export function toRankLabError(error: unknown): RankLabError {
  if (isRankLabError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  const known = isCode(code) ? code : 'INDEX_FAILED';
  const remedy = remedies[known];
  return new RankLabError(known, message, remedy === undefined ? {} : { remedy }, { cause: error });
}

/** Runs a call into the addon and converts its failure to a typed error. */
export async function typed<Result>(call: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw toRankLabError(error);
  }
}
