import { ZodError, type z } from 'zod';
import { errorCatalogue, isRankLabError, RankLabError, type ErrorCode } from '#shared/errors';
import type { errorPayloadSchema } from '#shared/schemas/job';
import { invalidArgument } from '#shared/validation';
import { diskFull, meaningOf } from './system-failures';

export type ErrorPayload = z.infer<typeof errorPayloadSchema>;

/** Any thrown value as a RankLabError: system errors keep their own codes, everything else becomes INTERNAL with its message. */
export function asRankLabError(error: unknown): RankLabError {
  if (isRankLabError(error)) return error;
  if (!(error instanceof Error)) return new RankLabError('INTERNAL', `Unexpected failure: ${String(error)}`, {}, { cause: error });
  if (error instanceof ZodError) {
    const { message, details } = invalidArgument(error.issues, undefined);
    return new RankLabError('INTERNAL', `A document has an unexpected form: ${message}`, details, { cause: error });
  }
  if (error.name === 'AbortError') return new RankLabError('CANCELLED', 'Cancelled', {}, { cause: error });
  const { code, path } = error as NodeJS.ErrnoException;
  const place = path === undefined ? {} : { place: path };
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(undefined, path ?? process.cwd(), undefined, undefined, error);
  const known = meaningOf(error);
  if (known) {
    const message = `An operation of the system failed: ${known.what}`;
    return new RankLabError(known.code, message, { ...place, remedy: known.remedy }, { cause: error });
  }
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return new RankLabError('IO_FAILED', error.message, place, { cause: error });
  return new RankLabError('INTERNAL', error.message || error.name, {}, { cause: error });
}

export function errorPayload(error: unknown): ErrorPayload {
  const { code, message, details } = asRankLabError(error);
  return { code, message, ...details };
}

/** The reverse: restores an error that was sent across a thread or stored in a log. */
export function errorFromPayload({ code, message, place, value, remedy, file }: ErrorPayload): RankLabError {
  const known = Object.hasOwn(errorCatalogue, code) ? (code as ErrorCode) : 'INTERNAL';
  return new RankLabError(known, message, {
    ...(place !== undefined && { place }),
    ...(value !== undefined && { value }),
    ...(remedy !== undefined && { remedy }),
    ...(file !== undefined && { file }),
  });
}
