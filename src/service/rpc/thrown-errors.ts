import { ORPCError } from '@orpc/client';
import { errorCatalogue, isRankLabError, RankLabError } from '#shared/errors';
import { invalidArgument, type Issue } from '#shared/validation';
import { asRankLabError } from '../errors';
import type { Logger } from '../logger';
import { withoutSecrets } from '../secrets';

interface BoundaryOptions {
  readonly input?: unknown;
  readonly path: readonly string[];
  readonly signal?: AbortSignal | undefined;
  next(): Promise<unknown>;
}

const isOrpcError = (error: unknown): error is ORPCError<string, unknown> => error instanceof ORPCError;

function issuesOf(error: ORPCError<string, unknown>): readonly Issue[] | undefined {
  const data = error.data as { issues?: readonly Issue[] } | undefined;
  return error.code === 'BAD_REQUEST' && Array.isArray(data?.issues) ? data.issues : undefined;
}

/** Any value thrown by a procedure or its validation, as one of our errors. */
export function meaning(error: unknown, input: unknown, signal: AbortSignal | undefined): RankLabError {
  if (isRankLabError(error)) return error;
  if (isOrpcError(error)) {
    const issues = issuesOf(error);
    if (issues) return invalidArgument(issues, input);
    const cause: unknown = error.cause;
    return new RankLabError('INTERNAL', error.message, {}, { cause: cause ?? error });
  }
  if (signal?.aborted) return new RankLabError('CANCELLED', 'Cancelled', {}, { cause: error });
  return asRankLabError(error);
}

/** A RankLabError in the transport's form, with secrets redacted. */
function toWire(error: RankLabError): ORPCError<string, unknown> {
  const data = Object.fromEntries(Object.entries(error.details).map(([key, text]) => [key, withoutSecrets(String(text))]));
  const { status } = errorCatalogue[error.code];
  return new ORPCError(error.code, { status, message: withoutSecrets(error.message), data, defined: true, cause: error });
}

const isAsyncIterator = (value: unknown): value is AsyncGenerator =>
  typeof value === 'object' && value !== null && 'next' in value && Symbol.asyncIterator in value;

async function* mapFailure<Value>(stream: AsyncIterable<Value>, map: (error: unknown) => Error): AsyncGenerator<Value> {
  try {
    yield* stream;
  } catch (error) {
    throw map(error);
  }
}

/**
 * The service's half of the error boundary, the same on every transport: failures of a procedure and of its stream
 * become `convert(error)`; unexpected errors are logged with their stack here, and only here.
 */
export function errorBoundary(logger: Logger, convert: (error: RankLabError) => Error = toWire) {
  return async (options: BoundaryOptions): Promise<unknown> => {
    const map = (thrown: unknown): Error => {
      const error = meaning(thrown, options.input, options.signal);
      if (error.code === 'INTERNAL') logger.error({ err: error.cause ?? error, procedure: options.path.join('.') }, 'unexpected failure');
      return convert(error);
    };
    try {
      const output = await options.next();
      return isAsyncIterator(output) ? mapFailure(output, map) : output;
    } catch (error) {
      throw map(error);
    }
  };
}
