import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** Electron's port in the main process and in the service: a real Node port with Electron's events. */
export class MessagePortMain extends EventEmitter implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'> {
  #detached = false;

  constructor(private readonly port: MessagePort) {
    super();
    port.on('close', () => !this.#detached && this.emit('close'));
  }

  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }

  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.port.close();
  }

  /** Transfers the port out of this process, to a page or to the service. */
  detach(): MessagePort {
    this.#detached = true;
    return this.port;
  }
}

export class MessageChannelMain implements Record<keyof Electron.MessageChannelMain, MessagePortMain> {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortMain(port1);
    this.port2 = new MessagePortMain(port2);
  }
}

/** Forwards messages between ports of this process and their other ends elsewhere. */
export class PortCarrier {
  readonly #ports = new Map<number, MessagePort>();
  #count = 0;

  constructor(
    private readonly send: (port: number, data: unknown) => void,
    private readonly sendClosed: (port: number) => void,
  ) {}

  /** Starts to forward a port's messages; returns its id. */
  carry(port: MessagePort, id = this.#count++): number {
    this.#ports.set(id, port);
    port.on('message', (data: unknown) => this.send(id, data));
    port.on('close', () => this.#ports.delete(id) && this.sendClosed(id));
    return id;
  }

  receive(id: number, data: unknown): void {
    this.#ports.get(id)?.postMessage(data);
  }

  onPortClosed(id: number): void {
    const port = this.#ports.get(id);
    this.#ports.delete(id);
    port?.close();
  }

  closeAll(): void {
    for (const id of [...this.#ports.keys()]) this.onPortClosed(id);
  }
}
