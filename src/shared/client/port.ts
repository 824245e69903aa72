import { createORPCClient } from '@orpc/client';
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port';
import type { RankLabClient } from '../contract/index';
import { serviceGone } from './errors';
import { errorBoundary, type Lifeline } from './intercept';
import { customJsonSerializers } from './serializers';

/** The page's MessagePort, Node's, or Electron's MessagePortMain. */
export type AnyPort = SupportedMessagePort & { start?(): void; close?(): void };

export interface PortConnection<Client = RankLabClient> {
  readonly client: Client;
  readonly closed: boolean;
  /** Ends the connection: pending and later calls fail with SERVICE_GONE. */
  close(): void;
}

/** Calls in flight, to be ended when the port closes: the port itself would never answer them. */
class PortLifeline implements Lifeline {
  closed = false;
  private readonly pending = new Set<() => void>();

  guard<Value>(start: () => Promise<Value>): Promise<Value> {
    if (this.closed) return Promise.reject(serviceGone());
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(serviceGone());
      this.pending.add(fail);
      start()
        .then(resolve, (error: unknown) => reject(this.closed ? serviceGone(error) : (error as Error)))
        .finally(() => this.pending.delete(fail));
    });
  }

  end(): void {
    this.closed = true;
    for (const fail of this.pending) fail();
    this.pending.clear();
  }
}

function onClose(port: AnyPort, listener: () => void): void {
  if ('addEventListener' in port) (port.addEventListener as EventTarget['addEventListener'])('close', listener);
  else if ('on' in port) port.on('close', listener);
  else port.onDisconnect.addListener(listener);
}

/** A client over `port`. When the port closes, calls fail with SERVICE_GONE instead of hanging. */
export function connectPort<Client extends object = RankLabClient>(port: AnyPort): PortConnection<Client> {
  const lifeline = new PortLifeline();
  onClose(port, () => lifeline.end());
  const link = new RPCLink({
    port,
    customJsonSerializers: [...customJsonSerializers],
    interceptors: [errorBoundary(lifeline)],
  });
  port.start?.();
  return {
    client: createORPCClient<RankLabClient>(link) as unknown as Client,
    get closed() {
      return lifeline.closed;
    },
    close: () => {
      lifeline.end();
      port.close?.();
    },
  };
}

export function createPortClient<Client extends object = RankLabClient>(port: AnyPort): Client {
  return connectPort<Client>(port).client;
}
