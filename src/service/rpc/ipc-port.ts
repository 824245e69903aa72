import { EventEmitter } from 'node:events';
import type { AnyPort } from '#shared/client/port';

/** Messages on the channel between a Node process and its fork; `channel` numbers the connection. */
type ChannelMessage =
  | { readonly type: 'channel-open'; readonly channel: number }
  | { readonly type: 'channel-data'; readonly channel: number; readonly data: unknown }
  | { readonly type: 'channel-close'; readonly channel: number };

export const isChannelMessage = (message: unknown): message is ChannelMessage =>
  typeof message === 'object' &&
  message !== null &&
  'channel' in message &&
  String((message as { type?: unknown }).type).startsWith('channel-');

/** One connection as a port, with Electron's manner of events: `message` with `data`, and `close`. */
class ChannelPort extends EventEmitter {
  private waiting: unknown[] | undefined = [];

  constructor(
    private readonly channel: number,
    private readonly send: (message: ChannelMessage) => void,
  ) {
    super();
  }

  start(): void {
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const data of waiting) this.emit('message', { data });
  }

  receive(data: unknown): void {
    if (this.waiting) this.waiting.push(data);
    else this.emit('message', { data });
  }

  postMessage(data: unknown): void {
    this.send({ type: 'channel-data', channel: this.channel, data: data instanceof Uint8Array ? Uint8Array.from(data) : data });
  }

  close(): void {
    this.send({ type: 'channel-close', channel: this.channel });
    this.emit('close');
  }
}

/**
 * Connections over the channel of `child_process.fork`, which carries no MessagePorts. Fork with
 * `serialization: 'advanced'`, so that binary messages stay binary.
 */
export class IpcChannels {
  private readonly ports = new Map<number, ChannelPort>();
  private last = 0;

  constructor(private readonly send: (message: ChannelMessage) => void) {}

  /** Opens a connection from this side. */
  open(): AnyPort {
    const channel = ++this.last;
    this.send({ type: 'channel-open', channel });
    return this.add(channel);
  }

  receive(message: ChannelMessage, onOpen?: (port: AnyPort) => void): void {
    const { channel } = message;
    if (message.type === 'channel-open') onOpen?.(this.add(channel));
    else if (message.type === 'channel-data') this.ports.get(channel)?.receive(message.data);
    else {
      this.ports.get(channel)?.emit('close');
      this.ports.delete(channel);
    }
  }

  /** The other process exited. */
  closeAll(): void {
    for (const port of this.ports.values()) port.emit('close');
    this.ports.clear();
  }

  private add(channel: number): AnyPort {
    const port = new ChannelPort(channel, this.send);
    this.ports.set(channel, port);
    return port;
  }
}
