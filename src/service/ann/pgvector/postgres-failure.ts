import { isRankLabError, RankLabError, type ErrorCode } from '#shared/errors';

interface Kind {
  readonly code: ErrorCode;
  readonly says: string;
  readonly remedy: string;
}

const start = 'Start the server, check the address, or choose another index backend';
const byState: readonly (readonly [state: RegExp, kind: Kind])[] = [
  [/^28/, { code: 'UNAUTHORIZED', says: 'refuses the user or the password', remedy: 'Check the user of the address, and the password' }],
  [/^3D000$/, { code: 'NOT_FOUND', says: 'has no such database', remedy: 'Create the database, or correct the address' }],
  [
    /^42501$/,
    { code: 'FORBIDDEN', says: 'does not permit this', remedy: 'Grant the user CREATE on the database, or name a schema it owns' },
  ],
  [/^(53100|58030)$/, { code: 'DISK_FULL', says: 'has no space left', remedy: 'Free space on the server, then build again' }],
  [/^57014$/, { code: 'TIMED_OUT', says: 'did not finish in time', remedy: 'Raise the time limit of the connection, or ask for less' }],
  [/^(08|57P|53|40001|55P03|25006)/, { code: 'UNAVAILABLE', says: 'is not available', remedy: start }],
  [/^(42P01|3F000)$/, { code: 'CORRUPT_ARTIFACT', says: 'no longer has the collection', remedy: 'Build the index again' }],
  [/^(58P01|0A000|42704|42883)$/, { code: 'UNSUPPORTED', says: 'lacks a feature', remedy: 'Install pgvector 0.5 or later on the server' }],
];
const noConnection =
  /ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT|Connection terminated|timeout exceeded when|not queryable|Client was closed/i;

/** What went wrong, naming the engine, its place and the remedy. `place`: host and database. */
export function asPostgresFailure(error: unknown, place: string): RankLabError {
  if (isRankLabError(error)) return error;
  const { message = String(error), code = '' } = error as { message?: string; code?: unknown };
  const state = typeof code === 'string' ? code : '';
  const kind = /Query read timeout/.test(message)
    ? byState.find(([pattern]) => pattern.test('57014'))?.[1]
    : noConnection.test(`${state} ${message}`) || message === ''
      ? { code: 'UNAVAILABLE' as const, says: 'cannot be reached', remedy: start }
      : byState.find(([pattern]) => pattern.test(state))?.[1];
  const detail = message || state;
  return new RankLabError(kind?.code ?? 'INDEX_FAILED', `PostgreSQL at ${place} ${kind?.says ?? 'failed'}: ${detail}`, {
    place: 'index.backend',
    ...(kind && { remedy: kind.remedy }),
  });
}
