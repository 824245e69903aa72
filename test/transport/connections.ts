/** The ways to reach a router, each opened and closed the same way. */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { startHttpHost } from '#service/http/host';
import { createLocalClient } from '#service/rpc/in-process';
import { createPortHost } from '#service/rpc/message-port';
import { silentLogger } from '#service/logger';
import { createHttpClient } from '#shared/client/http';
import { connectPort, type AnyPort } from '#shared/client/port';
import { probeRouter, type ProbeClient } from './probe';

export interface Connection {
  readonly client: ProbeClient;
  /** Cuts the connection from the service's side. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

type Opener = () => Promise<Connection>;

const logger = silentLogger;

/** Electron's MessagePortMain over a Node port: an EventEmitter whose messages come as events with `data`. */
class MainPort extends EventEmitter {
  constructor(private readonly port: MessagePort) {
    super();
    port.on('close', () => this.emit('close'));
  }
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  postMessage(data: unknown): void {
    this.port.postMessage(data);
  }
  close(): void {
    this.port.close();
  }
}
function overPorts(serverSide: (port: MessagePort) => AnyPort, clientSide: (port: MessagePort) => AnyPort): Opener {
  return async () => {
    const { port1, port2 } = new MessageChannel();
    const server = serverSide(port1);
    createPortHost({ router: probeRouter, context: {}, logger }).serve(server);
    const connection = connectPort<ProbeClient>(clientSide(port2));
    return {
      client: connection.client,
      cut: async () => port1.close(),
      close: async () => connection.close(),
    };
  };
}

const asIs = (port: MessagePort): AnyPort => port;
const asMain = (port: MessagePort): AnyPort => new MainPort(port);

export const transports: Readonly<Record<string, Opener>> = {
  'in process': async () => ({
    client: createLocalClient<ProbeClient, object>({ router: probeRouter, context: {}, logger }),
    cut: async () => undefined,
    close: async () => undefined,
  }),
  MessagePort: overPorts(asIs, asIs),
  MessagePortMain: overPorts(asMain, asIs),
  HTTP: async () => {
    const host = await startHttpHost({ router: probeRouter, context: {}, logger, port: 0, closeGraceMs: 0 });
    return {
      client: createHttpClient<ProbeClient>(`${host.url}/rpc`, { token: host.token }),
      cut: () => host.close(),
      close: () => host.close(),
    };
  },
};
