import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorCatalogue, isRankLabError, RankLabError, type ErrorCode } from '#shared/errors';
import { asRankLabError } from '../errors';
import { withoutSecrets } from '../secrets';
import { securityHeaders } from './security-headers';

/** A failure as an RFC 9457 problem document with our own members. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly place?: string;
  readonly value?: string;
  readonly remedy?: string;
  readonly request_id: string;
}

/** A refusal by the host, with a status that the error code does not imply. */
export class HttpRefusal extends RankLabError {
  constructor(
    readonly status: number,
    code: ErrorCode,
    message: string,
    remedy?: string,
  ) {
    super(code, message, remedy === undefined ? {} : { remedy });
  }
}

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  404: 'NOT_FOUND',
  408: 'TIMED_OUT',
  413: 'TOO_LARGE',
  429: 'RATE_LIMITED',
  503: 'SERVICE_GONE',
};

/** The framework's errors (body too large, unknown media type, broken JSON) as ours. */
function fromFramework(error: FastifyError): HttpRefusal | undefined {
  const { statusCode } = error;
  if (statusCode === undefined || statusCode >= 500 || !/^FST_/.test(error.code ?? '')) {
    return error instanceof SyntaxError
      ? new HttpRefusal(400, 'INVALID_ARGUMENT', `The body is not valid JSON: ${error.message}`)
      : undefined;
  }
  const remedy = statusCode === 415 ? 'Send JSON, with “content-type: application/json”.' : undefined;
  return new HttpRefusal(statusCode, codeByStatus[statusCode] ?? 'INVALID_ARGUMENT', error.message, remedy);
}

function statusOf(error: RankLabError): number {
  return error instanceof HttpRefusal ? error.status : errorCatalogue[error.code].status;
}

export function problemOf(error: RankLabError, requestId: string): Problem {
  const status = statusOf(error);
  const { place, value, remedy } = error.details;
  return {
    type: `urn:ranklab:error:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Client Closed Request',
    status,
    detail: withoutSecrets(error.message),
    code: error.code,
    ...(place !== undefined && { place: withoutSecrets(place) }),
    ...(value !== undefined && { value: withoutSecrets(value) }),
    ...(remedy !== undefined && { remedy }),
    request_id: requestId,
  };
}

/** The failure format of oRPC's client, for refusals before a procedure is reached. */
const rpcBody = (problem: Problem): string =>
  JSON.stringify({
    json: {
      defined: true,
      code: problem.code,
      status: problem.status,
      message: problem.detail,
      data: { place: problem.place, value: problem.value, remedy: problem.remedy },
    },
  });

export const isRpc = (request: FastifyRequest): boolean => request.url.startsWith('/rpc/');

/** Sends `error` as a problem document, or as an RPC error on RPC paths. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = isRankLabError(thrown) ? thrown : (fromFramework(thrown as FastifyError) ?? asRankLabError(thrown));
  const problem = problemOf(error, request.id);
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="RankLab"');
  // Closing while the client still sends would reset the connection before it has read the error; the rest of the body is discarded instead, up to
  // the request time-out.
  if (problem.status === 413) void reply.removeHeader('connection');
  void reply.status(problem.status);
  if (isRpc(request)) return reply.type('application/json').send(rpcBody(problem));
  return reply.type('application/problem+json').send(JSON.stringify(problem));
}

/** A problem response for a connection that failed before a request was parsed, written by hand. */
export function rawProblem(status: number, code: ErrorCode, message: string, remedy?: string): string {
  const body = JSON.stringify(problemOf(new HttpRefusal(status, code, message, remedy), 'none'));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
