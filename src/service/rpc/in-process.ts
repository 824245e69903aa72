import { createRouterClient } from '@orpc/server';
import type { RankLabClient } from '#shared/contract/index';
import type { Logger } from '../logger';
import { orpcContext, type ServiceRouter } from './router';
import { errorBoundary } from './thrown-errors';

/** The contract's client without a transport: the command line calls the service in its own process. */
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
