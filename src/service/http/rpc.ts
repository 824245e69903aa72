import { RPCHandler } from '@orpc/server/fastify';
import type { FastifyInstance } from 'fastify';
import { customJsonSerializers } from '#shared/client/serializers';
import type { Logger } from '../logger';
import { orpcContext, type ServiceRouter } from '../rpc/router';
import { errorBoundary } from '../rpc/thrown-errors';
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
    const { matched } = await handler.handle(request, reply, { prefix: '/rpc', context: orpcContext(contextOf(request.id)) });
    if (!matched) throw new HttpRefusal(404, 'NOT_FOUND', `There is no procedure at ${request.url.slice(0, 200)}`);
    return reply;
  });
}
