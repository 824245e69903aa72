/**
 * A closed-loop load generator over keep-alive connections, with statistics of the results. It shares the machine with the
 * measured server, so it implements HTTP itself: Node's client would use as much CPU as the server.
 */
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export type Send = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** One connection, one request at a time. Responses must have a content-length, as those of both servers do. */
class Connection {
  #received: Buffer[] = [];
  #receivedBytes = 0;
  /** Bytes of the response including its head; 0 while the head is incomplete. */
  #wantedBytes = 0;
  #status = 0;
  #headBytes = 0;
  #settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('The server closed the connection')));
  }

  static open(host: string, port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port }, () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) reject(new Error('The server closed the connection'));
      this.#settle = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#receivedBytes += chunk.length;
    if (this.#wantedBytes === 0) this.#readHead();
    if (this.#wantedBytes === 0 || this.#receivedBytes < this.#wantedBytes) return;
    const whole = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    const answer = { status: this.#status, body: whole.toString('utf8', this.#headBytes, this.#wantedBytes) };
    this.#received = [];
    this.#receivedBytes = this.#wantedBytes = 0;
    this.#settle?.resolve(answer);
  }

  #readHead(): void {
    const text = Buffer.concat(this.#received).toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const [, length] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end)) ?? [];
    this.#status = Number(text.slice(9, 12));
    this.#headBytes = end + 4;
    this.#wantedBytes = this.#headBytes + Number(length ?? 0);
  }
}

/** Calls over at most `connections` keep-alive connections; further calls wait for a free one. */
export function caller(url: string, token: string | undefined, connections: number): { ask: Send; close(): void } {
  const { hostname, port, host } = new URL(url);
  const all = new Set<Connection>();
  const free: Connection[] = [];
  const waiting: (() => void)[] = [];
  let inUse = 0;
  const acquire = async (): Promise<Connection> => {
    while (inUse >= connections) await new Promise<void>((resolve) => waiting.push(resolve));
    inUse++;
    return free.pop() ?? Connection.open(hostname, Number(port));
  };
  const head = `host: ${host}\r\n${token === undefined ? '' : `authorization: Bearer ${token}\r\n`}`;
  const ask: Send = async (method, path, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const content = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
    let connection: Connection | undefined;
    try {
      connection = await acquire();
      all.add(connection);
      const answer = await connection.ask(`${method} ${path} HTTP/1.1\r\n${head}${content}\r\n${text}`);
      free.push(connection);
      return answer;
    } catch (error) {
      connection?.close();
      throw error;
    } finally {
      inUse--;
      waiting.shift()?.();
    }
  };
  return { ask, close: () => all.forEach((connection) => connection.close()) };
}

export interface LoadResult {
  readonly requests: number;
  readonly errors: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** `clients` loops that send the next request after each response, for `durationMs` or for the given number of rounds each. */
export async function drive(
  clients: number,
  until: number | { readonly rounds: number },
  one: (client: number, round: number) => Promise<Answer>,
): Promise<LoadResult> {
  const durationMs = typeof until === 'number' ? until : Infinity;
  const rounds = typeof until === 'number' ? Infinity : until.rounds;
  const times: number[] = [];
  let errors = 0;
  const startedAt = performance.now();
  const loop = async (client: number): Promise<void> => {
    for (let round = 0; round < rounds && performance.now() - startedAt < durationMs; round++) {
      const requestedAt = performance.now();
      const ok = await one(client, round).then(
        ({ status }) => status >= 200 && status < 300,
        () => false,
      );
      if (!ok) errors++;
      times.push(performance.now() - requestedAt);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)));
  const seconds = (performance.now() - startedAt) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => Number((times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN).toFixed(2));
  return {
    requests: times.length,
    errors,
    requestsPerSecond: Math.round(times.length / seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
  };
}
