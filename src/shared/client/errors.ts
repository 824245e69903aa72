import { ORPCError } from '@orpc/client';
import { errorCatalogue, isRankLabError, RankLabError, type ErrorCode, type ErrorDetails } from '../errors';

/** Error of a call whose service is unreachable. */
export const serviceGone = (cause?: unknown): RankLabError =>
  new RankLabError(
    'SERVICE_GONE',
    'The service does not answer',
    { remedy: 'Wait until it is back, then try again.' },
    cause === undefined ? undefined : { cause },
  );

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'TIMED_OUT',
  413: 'TOO_LARGE',
  422: 'INVALID_ARGUMENT',
  429: 'RATE_LIMITED',
  499: 'CANCELLED',
  502: 'SERVICE_GONE',
  503: 'SERVICE_GONE',
  504: 'SERVICE_GONE',
};

function detailsOf(data: unknown): ErrorDetails {
  if (typeof data !== 'object' || data === null) return {};
  const details: Record<string, string> = {};
  for (const key of ['place', 'value', 'remedy', 'file'] as const) {
    const text: unknown = (data as Record<string, unknown>)[key];
    if (typeof text === 'string') details[key] = text;
  }
  return details;
}

const retry = 'Try again. If it happens again, check the log of the service or of a proxy in front of it.';

/** A failure response without an explanation: from a crash of the service, or from a proxy. */
function unexplainedFailure(error: ORPCError<string, unknown>, procedure: string): RankLabError {
  const code = codeByStatus[error.status] ?? 'INTERNAL';
  if (code === 'SERVICE_GONE') return serviceGone(error);
  const message = `“${procedure}” was answered with HTTP ${error.status} (${error.message}) and no explanation`;
  return new RankLabError(code, message, { place: procedure, remedy: retry }, { cause: error });
}

/** Any value thrown by a transport, as the service's error. `signal` is the caller's, `procedure` the called procedure. */
export function fromWire(error: unknown, signal: AbortSignal | undefined, procedure: string): RankLabError {
  if (isRankLabError(error)) return error;
  if (signal?.aborted) return new RankLabError('CANCELLED', 'Cancelled', {}, { cause: error });
  if (error instanceof ORPCError) {
    const { code, status, message, data, defined } = error as ORPCError<string, unknown>;
    if (!defined) return unexplainedFailure(error as ORPCError<string, unknown>, procedure);
    const known = Object.hasOwn(errorCatalogue, code) ? (code as ErrorCode) : (codeByStatus[status] ?? 'INTERNAL');
    return new RankLabError(known, message, detailsOf(data), { cause: error });
  }
  // `fetch` reports every network failure as a TypeError, and a connection cut in mid-answer as an AbortError or TypeError.
  if (error instanceof TypeError || (error instanceof Error && error.name === 'AbortError')) return serviceGone(error);
  const message = error instanceof Error ? error.message : String(error);
  return new RankLabError('INTERNAL', `“${procedure}” failed: ${message}`, { place: procedure, remedy: retry }, { cause: error });
}
