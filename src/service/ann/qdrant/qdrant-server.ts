import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { isRankLabError } from '#shared/errors';
import type { QdrantAccess } from '../engines/connections';
import { EngineCalls } from '../engines/engine-calls';
import { noAnswer, notQdrant, refusedBy, tooSlow } from './qdrant-failure';

export interface CallOptions {
  readonly context?: TaskContext | undefined;
  /** 0: no limit. */
  readonly timeoutMs?: number;
  readonly patienceMs?: number;
}

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

const cancelCheckMs = 100;
const closed = /ECONNRESET|EPIPE|UND_ERR_SOCKET/;

/** One Qdrant server or cluster over its REST interface: repeated calls, a circuit breaker, typed failures. */
export class QdrantServer {
  readonly calls: EngineCalls;
  /** Host, port and path, for people. */
  readonly place: string;
  readonly #base: string;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly access: QdrantAccess) {
    const { connection } = access;
    const url = new URL(connection.url);
    this.#base = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
    this.place = this.#base.replace(/^https?:\/\//, '');
    this.calls = new EngineCalls({ engine: `Qdrant at ${this.place}`, patienceMs: connection.patienceSeconds * 1000 });
  }

  /**
   * `result` of the answer. A request is repeated after a failure that may pass, so it must be idempotent.
   * @param body JSON, written already where that is cheaper. @throws RankLabError of what the server answered.
   */
  call<Result>(method: Method, path: string, body?: unknown, options: CallOptions = {}): Promise<Result> {
    return this.calls.run(
      async () => this.#inTurn(async () => (await this.#once(method, path, body, options)).result as Result),
      options.context,
      options.patienceMs,
    );
  }

  /** As `call`; undefined where there is no such thing. */
  async find<Result>(path: string, options: CallOptions = {}): Promise<Result | undefined> {
    try {
      return await this.call<Result>('GET', path, undefined, options);
    } catch (error) {
      if (isRankLabError(error) && error.code === 'CORRUPT_ARTIFACT') return undefined;
      throw error;
    }
  }

  /** Version of the server. @throws where what answers is no Qdrant. */
  version(options: CallOptions = {}): Promise<string> {
    return this.calls.run(
      async () => {
        const { version } = await this.#once('GET', '/', undefined, options);
        if (typeof version !== 'string') throw notQdrant(this.place, 'it does not say its version');
        return version;
      },
      options.context,
      options.patienceMs,
    );
  }

  /** At most so many requests as the connection has. */
  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#running >= this.access.connection.connections) await new Promise<void>((next) => this.#waiting.push(next));
    else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  async #once(method: Method, path: string, body: unknown, options: CallOptions): Promise<Readonly<Record<string, unknown>>> {
    const { context, timeoutMs = this.access.connection.timeoutSeconds * 1000 } = options;
    const abort = new AbortController();
    const limit = timeoutMs > 0 ? setTimeout(() => abort.abort('late'), timeoutMs) : undefined;
    const watch = setInterval(() => context?.signal?.aborted && abort.abort('cancelled'), cancelCheckMs);
    try {
      const request = (): Promise<Response> =>
        fetch(`${this.#base}${path}`, {
          method,
          headers: {
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(this.access.key !== undefined && { 'api-key': this.access.key }),
          },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          redirect: 'error',
          signal: abort.signal,
        });
      // The server may have closed a connection that was kept open, which says nothing about the server.
      const response = await request().catch((error: unknown) =>
        closed.test(detailOf(error)) ? request() : Promise.reject(error as Error),
      );
      const text = await response.text();
      if (!response.ok) throw refusedBy(this.place, response.status, text);
      return this.#envelope(text);
    } catch (error) {
      throwIfCancelled(context);
      if (isRankLabError(error)) throw error;
      if (abort.signal.aborted) throw tooSlow(this.place, timeoutMs / 1000);
      throw noAnswer(this.place, detailOf(error));
    } finally {
      clearTimeout(limit);
      clearInterval(watch);
    }
  }

  #envelope(text: string): Readonly<Record<string, unknown>> {
    try {
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
    } catch {
      // reported below
    }
    throw notQdrant(this.place, 'its answer is not JSON');
  }
}

/** `fetch` hides the reason in the cause. */
function detailOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? (cause?.message || message || 'no connection');
}
