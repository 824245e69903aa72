import { createPortClient } from '#shared/client/port';
import type { RankLabClient } from '#shared/contract/index';
import { MessageChannelMain } from 'electron';
import type { ServiceProcess } from './service-process';

/** Time-out after which the service counts as stuck and the shell continues without its response. */
const stuckAfterMs = 2_000;

/** Main's own client of the service, over a port like any window's. */
export class ServiceClient {
  #client: RankLabClient | null = null;

  /** Sets a new port to the service after a restart. */
  connect(service: ServiceProcess): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#client = createPortClient(port1);
    service.send({ type: 'connect' }, [port2]);
  }

  /** @throws when the service is gone, or has not answered within `patienceMs`, so that the shell never waits indefinitely. */
  async call<Result>(procedure: (client: RankLabClient) => Promise<Result>, patienceMs = stuckAfterMs): Promise<Result> {
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
