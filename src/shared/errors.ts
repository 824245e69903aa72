/**
 * Every user-facing failure is a RankLabError: a code for programs, a message that names the thing, a place (file, line, path in a document) and a
 * remedy. Adapters serialise it once, at the process boundary.
 */
export const errorCatalogue = {
  INVALID_ARGUMENT: { status: 422, exitCode: 2 },
  NOT_FOUND: { status: 404, exitCode: 1 },
  CONFLICT: { status: 409, exitCode: 1 },
  NO_WORKSPACE: { status: 409, exitCode: 2 },
  WORKSPACE_LOCKED: { status: 423, exitCode: 1 },
  WORKSPACE_VERSION: { status: 409, exitCode: 1 },
  NOT_BUILT: { status: 409, exitCode: 1 },
  CORRUPT_ARTIFACT: { status: 409, exitCode: 1 },
  READ_ONLY: { status: 409, exitCode: 1 },
  IMPORT_FAILED: { status: 422, exitCode: 1 },
  LEAKAGE: { status: 409, exitCode: 1 },
  UNSUPPORTED: { status: 501, exitCode: 1 },
  PROVIDER_FAILED: { status: 502, exitCode: 1 },
  DISK_FULL: { status: 507, exitCode: 1 },
  IO_FAILED: { status: 500, exitCode: 1 },
  INDEX_FAILED: { status: 500, exitCode: 1 },
  UNAUTHORIZED: { status: 401, exitCode: 1 },
  FORBIDDEN: { status: 403, exitCode: 1 },
  TIMED_OUT: { status: 408, exitCode: 1 },
  TOO_LARGE: { status: 413, exitCode: 1 },
  RATE_LIMITED: { status: 429, exitCode: 1 },
  CANCELLED: { status: 499, exitCode: 1 },
  UNAVAILABLE: { status: 503, exitCode: 1 },
  SERVICE_GONE: { status: 503, exitCode: 1 },
  INTERNAL: { status: 500, exitCode: 1 },
} as const satisfies Record<string, { status: number; exitCode: number }>;

export type ErrorCode = keyof typeof errorCatalogue;

export interface ErrorDetails {
  /** Where: a file, `file:line`, or a path inside a document such as `weights.freshness`. */
  readonly place?: string;
  /** The offending value; shortened here for display. */
  readonly value?: string;
  /** What to do about it. */
  readonly remedy?: string;
  /** A file on the service's machine with the details, such as every rejected row. */
  readonly file?: string;
}

const longestQuoted = 120;
const longestMessage = 2_000;
/** Longer than any path that a system takes. */
const longestPlace = 4_200;

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** A message whose quoted values are cut: the rest of the sentence stays, whatever was sent. */
const shortened = (message: string): string =>
  message.length <= longestQuoted
    ? message
    : cut(
        message.replace(/“([^”]{121,})”/g, (_whole, quoted: string) => `“${cut(quoted, longestQuoted)}”`),
        longestMessage,
      );

function shortenedDetails({ place, value, remedy, ...rest }: ErrorDetails): ErrorDetails {
  return {
    ...rest,
    ...(place !== undefined && { place: cut(place, longestPlace) }),
    ...(value !== undefined && { value: cut(value, 200) }),
    ...(remedy !== undefined && { remedy: cut(remedy, longestMessage) }),
  };
}

export class RankLabError extends Error {
  override readonly name = 'RankLabError';
  readonly details: ErrorDetails;
  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(shortened(message), options);
    this.details = shortenedDetails(details);
  }
}

export const isRankLabError = (error: unknown): error is RankLabError =>
  error instanceof Error && error.name === 'RankLabError' && 'code' in error;

export function assertNever(value: never): never {
  throw new RankLabError('INTERNAL', `Unexpected value ${String(value)}`);
}
