import { createRouterClient } from '@orpc/server';
import type { RankLabClient } from '#shared/contract/index';
import type { Logger } from '#service/logger';
import { orpcContext, type ServiceRouter } from '#service/rpc/router';
import { errorBoundary } from '#service/rpc/thrown-errors';

/** The contract's client without a transport: what the other transports are compared with. */
export function createLocalClient<Client extends object = RankLabClient, Context extends object = object>(options: {
  readonly router: ServiceRouter<Context>;
  readonly context: Context;
  readonly logger: Logger;
}): Client {
  return createRouterClient(options.router.orpc as never, {
    context: orpcContext(options.context) as never,
    interceptors: [errorBoundary(options.logger, (error) => error)],
  });
}
