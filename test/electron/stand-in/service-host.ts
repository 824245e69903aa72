/** Loaded into the forked service before its own module: gives it Electron's `process.parentPort`. */
import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import { isMainThread, MessageChannel } from 'node:worker_threads';
import { MessagePortMain, PortCarrier } from './message-ports';
import type { ProcessMessage } from './utility-process';

class ParentPort extends EventEmitter implements Pick<Electron.ParentPort, 'postMessage'> {
  readonly #waiting: object[] = [];

  constructor(private readonly post: (message: ProcessMessage) => void) {
    super();
    // As in Electron, messages that arrive before the first listener wait for it.
    this.on('newListener', (name) => {
      if (name === 'message') setImmediate(() => this.#waiting.splice(0).forEach((event) => this.emit('message', event)));
    });
  }

  postMessage(data: unknown): void {
    this.post({ kind: 'message', data, ports: [] });
  }

  deliver(event: object): void {
    if (this.listenerCount('message') === 0 || this.#waiting.length > 0) this.#waiting.push(event);
    else this.emit('message', event);
  }
}

// Worker threads of the service load this file too, and have no parent process of their own.
if (isMainThread && process.send) {
  const post = (message: ProcessMessage): void => void (process.connected && process.send!(message));
  const carrier = new PortCarrier(
    (port, data) => post({ kind: 'port', port, data }),
    (port) => post({ kind: 'port-closed', port }),
  );
  const parentPort = new ParentPort(post);
  const openPort = (id: number): MessagePortMain => {
    const { port1, port2 } = new MessageChannel();
    carrier.carry(port2, id);
    return new MessagePortMain(port1);
  };
  process.on('message', (message: ProcessMessage) => {
    if (message.kind === 'port') carrier.receive(message.port, message.data);
    else if (message.kind === 'port-closed') carrier.onPortClosed(message.port);
    else parentPort.deliver({ data: message.data, ports: message.ports.map(openPort) });
  });
  // A utility process ends with the application, however that ended.
  process.on('disconnect', () => process.exit(1));
  Object.assign(process, { parentPort });
}
