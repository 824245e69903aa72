import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hangUp } from './connections';
import type { Admission } from './guard';
import { rawProblem, sendProblem } from './problems';

/** Responds to failures before a request was parsed, and closes the connection. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ([408, 'The request did not arrive in time'] as const)
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ([431, 'The headers are too large'] as const)
        : ([400, 'This is not an HTTP request'] as const);
  hangUp(socket, rawProblem(status, status === 408 ? 'TIMED_OUT' : 'INVALID_ARGUMENT', message));
}

/** Responds to a request whose address has no route; the framework runs no hooks for it. */
export function refuseAddress(error: unknown, request: FastifyRequest, reply: FastifyReply, admit: Admission): void {
  try {
    admit(request, reply);
    void sendProblem(request, reply, error);
  } catch (refusal) {
    void sendProblem(request, reply, refusal);
  }
}

/** Responses to requests that Node would answer without a body or not at all: unmet expectations and tunnels. */
export function answerUnsupportedRequests(server: Server): void {
  server.on('checkExpectation', ({ socket }) => {
    hangUp(socket, rawProblem(417, 'UNSUPPORTED', 'The only supported expectation is 100-continue', 'Send no “Expect” header.'));
  });
  server.on('connect', (_request, socket: Socket) => {
    hangUp(socket, rawProblem(405, 'UNSUPPORTED', 'CONNECT is not supported here', 'The routes are listed at /docs.'));
  });
}
