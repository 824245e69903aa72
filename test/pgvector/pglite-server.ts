import { createServer, type AddressInfo, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

/** PostgreSQL with pgvector in this process, behind a socket: the real protocol, one session that all connections share in turn. */
export interface PgliteServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startPglite(): Promise<PgliteServer> {
  const database = await PGlite.create({ extensions: { vector } });
  let turn: Promise<void> = Promise.resolve();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    new Connection(socket, database, (previous) => {
      const before = turn;
      turn = before.then(() => previous);
      return before;
    });
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await turn;
      await database.close();
    },
  };
}

const readyForQuery = 0x5a;
const idle = 0x49;

/** Collects messages up to a point at which the server answers, and keeps the session from its first message until its transaction ends. */
class Connection {
  #pending = Buffer.alloc(0);
  #started = false;
  #copying = false;
  #whole = 0;
  #work: Promise<void> = Promise.resolve();
  #leave: (() => void) | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly database: PGlite,
    private readonly enter: (until: Promise<void>) => Promise<void>,
  ) {
    socket.on('data', (data) => this.#receive(data));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#work = this.#work.then(() => this.#abandon());
    });
  }

  #receive(data: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, data]);
    for (;;) {
      const rest = this.#pending.subarray(this.#whole);
      const header = this.#started ? 1 : 0;
      if (rest.length < header + 4) return;
      const length = header + rest.readInt32BE(header);
      if (rest.length < length) return;
      const type = this.#started ? String.fromCharCode(rest[0] ?? 0) : '';
      this.#whole += length;
      this.#started = true;
      if (type === 'Q') this.#copying = /^copy .* from stdin/is.test(rest.subarray(5, length).toString());
      if (type === '' || (type === 'Q' && !this.#copying) || ['S', 'c', 'f', 'X'].includes(type)) {
        const messages = Uint8Array.from(this.#pending.subarray(0, this.#whole));
        this.#pending = this.#pending.subarray(this.#whole);
        this.#whole = 0;
        this.#work = this.#work.then(() => (type === 'X' ? this.#abandon() : this.#answer(messages)));
      }
    }
  }

  async #answer(messages: Uint8Array): Promise<void> {
    if (!this.#leave) {
      const until = new Promise<void>((resolve) => (this.#leave = resolve));
      await this.enter(until);
    }
    const answer = await this.database.execProtocolRaw(messages);
    if (this.socket.writable) this.socket.write(answer);
    if (answer.at(-6) === readyForQuery && answer.at(-1) === idle) this.#release();
  }

  async #abandon(): Promise<void> {
    if (this.#leave) await this.database.exec('rollback').catch(() => {});
    this.#release();
  }

  #release(): void {
    this.#leave?.();
    this.#leave = undefined;
  }
}
