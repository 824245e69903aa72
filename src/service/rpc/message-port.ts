import { RPCHandler } from '@orpc/server/message-port';
import type { AnyPort } from '#shared/client/port';
import { customJsonSerializers } from '#shared/client/serializers';
import type { Logger } from '../logger';
import { orpcContext, type ServiceRouter } from './router';
import { errorBoundary } from './thrown-errors';

interface PortHost {
  /** Serves the router on `port` until it closes; calls in flight are then aborted. */
  serve(port: AnyPort): void;
}

/** The router over MessagePorts: Node's, Electron's MessagePortMain, or a page's. */
export function createPortHost<Context extends object>(options: {
  readonly router: ServiceRouter<Context>;
  readonly context: Context;
  readonly logger: Logger;
}): PortHost {
  const handler = new RPCHandler(options.router.orpc, {
    customJsonSerializers: [...customJsonSerializers],
    clientInterceptors: [errorBoundary(options.logger)],
  });
  return {
    serve: (port) => {
      handler.upgrade(port, { context: orpcContext(options.context) });
      port.start?.();
    },
  };
}
