/** A closed-loop load generator over kept-alive connections, and the statistics of what it saw. */
import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Calls over at most `connections` connections that are kept open. */
export function caller(url: string, token: string | undefined, connections: number): { ask: Ask; close(): void } {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask: Ask = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const headers: Record<string, string | number> = { ...(token !== undefined && { authorization: `Bearer ${token}` }) };
      if (body !== undefined) Object.assign(headers, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      const call = request({ hostname, port, method, path, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
        answer.on('error', reject);
      });
      call.on('error', reject);
      call.end(text);
    });
  return { ask, close: () => agent.destroy() };
}

export interface LoadResult {
  readonly requests: number;
  readonly errors: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** `clients` loops that ask again as soon as they are answered, for `durationMs`. */
export async function drive(
  clients: number,
  durationMs: number,
  one: (client: number, round: number) => Promise<Answer>,
): Promise<LoadResult> {
  const times: number[] = [];
  let errors = 0;
  const startedAt = performance.now();
  const loop = async (client: number): Promise<void> => {
    for (let round = 0; performance.now() - startedAt < durationMs; round++) {
      const askedAt = performance.now();
      const ok = await one(client, round).then(
        ({ status }) => status >= 200 && status < 300,
        () => false,
      );
      if (!ok) errors++;
      times.push(performance.now() - askedAt);
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
