import { RPCHandler } from '@orpc/server/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { customJsonSerializers } from '#shared/client/serializers';
import { isTooDeep } from '#shared/json-depth';
import type { Logger } from '../logger';
import { orpcContext, type ServiceRouter } from '../rpc/router';
import { errorBoundary } from '../rpc/thrown-errors';
import { tooDeep } from './bodies';
import { HttpRefusal } from './problems';
import type { ContextOf } from './rest';

/** The contract's RPC at `/rpc/…`, for the interface in a browser and other typed clients. */
export function registerRpc<Context extends object>(
  app: FastifyInstance,
  router: ServiceRouter<Context>,
  contextOf: ContextOf<Context>,
  logger: Logger,
): void {
  const handler = new RPCHandler(router.orpc, {
    customJsonSerializers: [...customJsonSerializers],
    clientInterceptors: [errorBoundary(logger)],
  });
  app.all('/rpc/*', async (request, reply) => {
    checkCall(request);
    const { matched } = await handler.handle(request, reply, { prefix: '/rpc', context: orpcContext(contextOf(request.id)) });
    if (!matched) throw new HttpRefusal(404, 'NOT_FOUND', `There is no procedure at ${request.url.slice(0, 200)}`);
    return reply;
  });
}

/** The number by which oRPC marks a text as a regular expression. */
const regularExpression = 5;

interface SerializedCall {
  readonly meta?: unknown;
}

/**
 * Refuses values that the RPC library deserialises before our schemas validate them. No procedure takes a regular expression; oRPC would build one
 * from any text and fail only on use.
 */
function checkCall(request: FastifyRequest): void {
  const meta = serializedCall(request)?.meta;
  if (Array.isArray(meta) && meta.some((item) => Array.isArray(item) && item[0] === regularExpression))
    throw new HttpRefusal(400, 'INVALID_ARGUMENT', 'A call cannot contain a regular expression', 'Send it as text.');
}

/** The call as JSON, from the body, a form or the address; undefined if there is none, which the library handles. */
function serializedCall({ body, query }: FastifyRequest): SerializedCall | null | undefined {
  const text = body instanceof FormData ? body.get('data') : [(query as { data?: unknown }).data].flat().at(-1);
  if (typeof text !== 'string') return body as SerializedCall | null | undefined;
  if (isTooDeep(text)) throw tooDeep();
  try {
    return JSON.parse(text) as SerializedCall | null;
  } catch {
    return undefined;
  }
}
