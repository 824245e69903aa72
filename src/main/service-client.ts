import { createPortClient } from '#shared/client/port';
import type { RankLabClient } from '#shared/contract/index';
import { MessageChannelMain } from 'electron';
import type { ServiceProcess } from './service-process';

/** A service that has not answered by now is taken for stuck: the shell goes on without its answer. */
const patienceMs = 2_000;

/** Main's own client of the service, over a port like any window's. */
export class ServiceClient {
  #client: RankLabClient | null = null;

  /** Takes a new port to the service, in place of the one that died with its process. */
  connect(service: ServiceProcess): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#client = createPortClient(port1);
    service.send({ type: 'connect' }, [port2]);
  }

  /** @throws when the service is gone, or stuck: nothing in the shell may wait for it for ever. */
  async call<Result>(procedure: (client: RankLabClient) => Promise<Result>): Promise<Result> {
    if (!this.#client) throw new Error('The service has not started.');
    let timer: NodeJS.Timeout | undefined;
    const stuck = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('The service does not answer.')), patienceMs);
    });
    try {
      return await Promise.race([procedure(this.#client), stuck]);
    } finally {
      clearTimeout(timer);
    }
  }
}
