import type { RankLabClient } from '#shared/contract/index';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { MessageChannelMain } from 'electron';
import type { ServiceProcess } from './service-process';

/**
 * Main's own client of the service, over a port like any window's. A call may find the service gone; over a closed
 * port it would wait for ever, so every call is raced with the end of its port.
 */
export class ServiceClient {
  #client: RankLabClient | null = null;
  #closed: Promise<never> = Promise.reject(new Error('The service has not started.'));

  constructor() {
    this.#closed.catch(() => undefined);
  }

  /** Takes a new port to the service, in place of the one that died with its process. */
  connect(service: ServiceProcess): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#client = createORPCClient<RankLabClient>(new RPCLink({ port: port1 }));
    this.#closed = new Promise((_, reject) => port1.on('close', () => reject(new Error('The service is gone.'))));
    this.#closed.catch(() => undefined);
    port1.start();
    service.send({ type: 'connect' }, [port2]);
  }

  async call<Result>(procedure: (client: RankLabClient) => Promise<Result>): Promise<Result> {
    if (!this.#client) return this.#closed;
    return Promise.race([procedure(this.#client), this.#closed]);
  }
}
