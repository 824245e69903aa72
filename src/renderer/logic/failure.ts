/** A failure for people: message, place and remedy. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly place?: string;
  readonly value?: string;
  readonly remedy?: string;
  /** Log file on the service's machine with the details. */
  readonly file?: string;
}

const text = (source: unknown, key: string): string | undefined => {
  if (source === null || typeof source !== 'object') return undefined;
  const value: unknown = (source as Record<string, unknown>)[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Remedy for service failures without one. Failures of the page itself are not in the service's log. */
const remedies: Readonly<Record<string, string>> = {
  SERVICE_GONE: 'RankLab reconnects automatically; start the service if it was stopped.',
  INTERNAL: 'Try again. If it happens again, the log of the service says more.',
};

/** Reads any thrown value: our own errors, the transport's, the browser's. */
export function toFailure(error: unknown): Failure {
  const details: unknown = [(error as { details?: unknown } | null)?.details, (error as { data?: unknown } | null)?.data, error].find(
    (source) => source !== null && typeof source === 'object',
  );
  const message = text(error, 'message') ?? String(error);
  const unreachable = error instanceof TypeError && /fetch|network|load failed/i.test(message);
  const place = text(details, 'place');
  const value = text(details, 'value');
  const file = text(details, 'file');
  const errorCode = unreachable ? 'SERVICE_GONE' : text(error, 'code');
  const remedy = text(details, 'remedy') ?? (errorCode === undefined ? undefined : remedies[errorCode]);
  return {
    code: errorCode ?? 'INTERNAL',
    message: unreachable ? 'The service does not answer' : message,
    ...(place !== undefined && { place }),
    ...(value !== undefined && { value }),
    ...(remedy !== undefined && { remedy }),
    ...(file !== undefined && { file }),
  };
}

/** A cancellation by the user is not a failure to report. */
export const isCancelled = (error: unknown): boolean => {
  const { code } = toFailure(error);
  return code === 'CANCELLED' || code === 'ABORT_ERR' || (error instanceof Error && error.name === 'AbortError');
};

/** Whether the connection is at fault, which one message at the top of the window says for every call at once. */
export const isConnectionFailure = (error: unknown): boolean => ['SERVICE_GONE', 'UNAUTHORIZED'].includes(toFailure(error).code);
