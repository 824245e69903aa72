import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { rawProblem } from './problems';

export interface ConnectionLimits {
  /** Connections open at the same time. */
  readonly total: number;
  /** Maximum per address, so that one address cannot exhaust the limit. */
  readonly perAddress: number;
  /** A client that sends nothing of its request, or reads nothing of its response, for this long is disconnected. */
  readonly stalledMs: number;
}

interface Connection {
  readonly address: string;
  /** Requests with complete headers and unfinished responses. */
  requests: number;
}

/** How long a client may read its response before the server closes the connection. */
const lingerMs = 500;

/**
 * Sends the final response on a connection and closes it even if the client does not: a half-open connection keeps its file descriptor.
 */
export function hangUp(socket: Socket, text: string): void {
  socket.end(text);
  // Unread bytes would make the system reset the connection, and the client would lose the response.
  socket.resume();
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

/**
 * The connections of a server, and their limits. At a limit, the connection that has waited longest without a complete request is closed, so that
 * clients which send nothing cannot block others. If all have requests in flight, the new connection is refused with 503.
 */
export class Connections {
  private readonly connections = new Map<Socket, Connection>();
  /** Those without a request in flight, the longest waiting first. */
  private readonly waiting = new Set<Socket>();
  private readonly perAddress = new Map<string, number>();
  private readonly streams = new Set<Socket>();

  constructor(
    server: Server,
    private readonly limits: ConnectionLimits,
  ) {
    server.on('connection', (socket) => this.add(socket));
    server.on('request', ({ socket }, response) => this.begin(socket, response));
    // Node calls this when no byte went either way for that long, or when an idle connection has been kept long enough.
    server.setTimeout(limits.stalledMs, (socket: Socket) => this.dropStalled(socket));
  }

  get count(): number {
    return this.connections.size;
  }

  /** An endless response, such as the events of a job: ended when the host closes. */
  addStream(socket: Socket): void {
    this.streams.add(socket);
  }

  closeStreams(): void {
    for (const socket of this.streams) socket.destroy();
  }

  closeAll(): void {
    for (const socket of this.connections.keys()) socket.destroy();
  }

  private add(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    if (!this.makeRoom(address)) {
      socket.write(rawProblem(503, 'RATE_LIMITED', 'Too many connections are open', 'Close some, or try again in a second.'));
      socket.destroy();
      return;
    }
    this.connections.set(socket, { address, requests: 0 });
    this.waiting.add(socket);
    this.perAddress.set(address, (this.perAddress.get(address) ?? 0) + 1);
    socket.once('close', () => this.forget(socket));
  }

  private forget(socket: Socket): void {
    const connection = this.connections.get(socket);
    if (!connection) return;
    this.connections.delete(socket);
    this.waiting.delete(socket);
    this.streams.delete(socket);
    const left = (this.perAddress.get(connection.address) ?? 1) - 1;
    if (left > 0) this.perAddress.set(connection.address, left);
    else this.perAddress.delete(connection.address);
  }

  private begin(socket: Socket, response: ServerResponse): void {
    const connection = this.connections.get(socket);
    if (!connection) return;
    connection.requests++;
    this.waiting.delete(socket);
    response.once('close', () => {
      if (--connection.requests === 0 && this.connections.has(socket)) this.waiting.add(socket);
    });
  }

  private makeRoom(address: string): boolean {
    if ((this.perAddress.get(address) ?? 0) >= this.limits.perAddress) return this.dropWaiting((other) => other.address === address);
    return this.connections.size < this.limits.total || this.dropWaiting(() => true);
  }

  private dropWaiting(matches: (connection: Connection) => boolean): boolean {
    for (const socket of this.waiting) {
      const connection = this.connections.get(socket);
      if (!connection || !matches(connection)) continue;
      this.forget(socket);
      socket.destroy();
      return true;
    }
    return false;
  }

  /** A client that reads nothing would keep its response in memory. A response that takes long to compute is not affected. */
  private dropStalled(socket: Socket): void {
    const isAnswered = (this.connections.get(socket)?.requests ?? 0) > 0;
    if (isAnswered && socket.writableLength === 0) socket.setTimeout(this.limits.stalledMs);
    else socket.destroy();
  }
}
