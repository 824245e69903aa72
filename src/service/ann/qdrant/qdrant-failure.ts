import { RankLabError, type ErrorCode } from '#shared/errors';

interface Kind {
  readonly code: ErrorCode;
  readonly says: string;
  readonly remedy: string;
}

const start = 'Start the server, check the address, or choose another index backend';
const checkKey = 'Check the API key, and that it may write if RankLab fills a collection';
const unavailable: Kind = { code: 'UNAVAILABLE', says: 'is not available', remedy: start };

const byStatus: Readonly<Record<number, Kind>> = {
  401: { code: 'UNAUTHORIZED', says: 'refuses the API key', remedy: checkKey },
  403: { code: 'FORBIDDEN', says: 'does not permit this', remedy: checkKey },
  404: { code: 'CORRUPT_ARTIFACT', says: 'no longer has the collection', remedy: 'Build the index again' },
  408: { code: 'TIMED_OUT', says: 'did not finish in time', remedy: 'Raise the time limit of the connection, or ask for less' },
  413: { code: 'TOO_LARGE', says: 'refuses a request of this size', remedy: 'Raise max_request_size_mb of the server to 32 or more' },
  429: { ...unavailable, says: 'is asked too often' },
  502: unavailable,
  503: unavailable,
  504: { code: 'TIMED_OUT', says: 'did not finish in time', remedy: start },
  507: { code: 'DISK_FULL', says: 'has no space left', remedy: 'Free space on the server, then build again' },
};
const diskFull = /no space left|disk.*full|not enough (disk )?space/i;
/** What a cluster says with status 500 while servers of it are missing. */
const incomplete = /timed? ?out|not enough|consensus|no (active )?replica|unavailable|transport|channel closed/i;

/** What the server answered: its envelope has the sentence, a proxy or the check of the key only text. */
export function refusedBy(place: string, status: number, body: string): RankLabError {
  const sentence = sentenceOf(body);
  const kind = diskFull.test(sentence) ? byStatus[507] : status === 500 && incomplete.test(sentence) ? unavailable : byStatus[status];
  return new RankLabError(
    kind?.code ?? 'INDEX_FAILED',
    `Qdrant at ${place} ${kind?.says ?? 'refuses'}: ${sentence || `status ${status}`}`,
    {
      place: 'index.backend',
      ...(kind && { remedy: kind.remedy }),
    },
  );
}

export const noAnswer = (place: string, detail: string): RankLabError =>
  new RankLabError('UNAVAILABLE', `Qdrant at ${place} cannot be reached: ${detail}`, { place: 'index.backend', remedy: start });

export const tooSlow = (place: string, seconds: number): RankLabError =>
  new RankLabError('TIMED_OUT', `Qdrant at ${place} did not answer in ${seconds} s`, {
    place: 'index.backend',
    remedy: 'Raise the time limit of the connection, or ask for less',
  });

/** Something answers at the address that is no Qdrant. */
export const notQdrant = (place: string, detail: string): RankLabError =>
  new RankLabError('INDEX_FAILED', `What answers at ${place} is not Qdrant: ${detail}`, {
    place: 'index.backend',
    remedy: 'Check the address: Qdrant’s REST port is usually 6333',
  });

function sentenceOf(body: string): string {
  try {
    const { status } = JSON.parse(body) as { status?: { error?: unknown } };
    if (typeof status?.error === 'string') return status.error;
  } catch {
    // no envelope
  }
  return body.trim().slice(0, 300);
}
