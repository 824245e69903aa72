import { requestsOf, type FuzzRequest, type OpenApi } from './fuzz-requests';

export interface FuzzSettings {
  readonly url: string;
  readonly token: string;
  readonly requests: number;
  readonly seed: number;
  /** Bytes that the service holds. */
  memory(): number;
}

export interface FuzzOutcome {
  readonly requests: number;
  readonly seed: number;
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** At the beginning and after each twentieth of the requests. */
  readonly megabytes: readonly number[];
  /** Whether the last quarter holds more than the second one, by more than a collector's own swing. */
  readonly grows: boolean;
  readonly failures: readonly (FuzzRequest & { readonly answer: string })[];
}

const clients = 16;
const mostFailures = 20;

/** Sends random requests with several clients and collects every answer that is a fault of the service. */
export async function fuzz({ url, token, requests, seed, memory }: FuzzSettings): Promise<FuzzOutcome> {
  const headers = { authorization: `Bearer ${token}` };
  const read = async <Value>(path: string): Promise<Value> => (await (await fetch(url + path, { headers })).json()) as Value;
  const users = await read<{ rows: { userId: string }[] }>('/users?limit=20');
  const videos = await read<{ rows: { videoId: string }[] }>('/videos?limit=20');
  const ids = { user: users.rows.map(({ userId }) => userId), video: videos.rows.map(({ videoId }) => videoId) };
  const next = requestsOf(await read<OpenApi>('/openapi.json'), ids, seed);
  const statuses: Record<string, number> = {};
  const failures: (FuzzRequest & { answer: string })[] = [];
  const bytes: number[] = [];
  const every = Math.ceil(requests / 20);
  let sent = 0;
  const startedAt = performance.now();

  const client = async (): Promise<void> => {
    while (sent < requests && failures.length < mostFailures) {
      if (sent++ % every === 0) bytes.push(memory());
      const request = next();
      const answer = await send(url, headers, request);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.status === 0 || answer.status === 500) failures.push({ ...request, answer: answer.text.slice(0, 500) });
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  bytes.push(memory());
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const megabytes = bytes.map((each) => Math.round(each / 1e6));
  return { requests: sent, seed, seconds, statuses, megabytes, grows: isGrowing(megabytes), failures };
}

async function send(
  url: string,
  headers: Record<string, string>,
  { method, path, body }: FuzzRequest,
): Promise<{ status: number; text: string }> {
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
  try {
    // Events of a job that waits would go on: their beginning is enough.
    const answer = await fetch(url + path, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(60_000), ...content });
    if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
      await answer.body?.cancel();
      return { status: answer.status, text: '' };
    }
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    return { status: 0, text: error instanceof Error ? `${error.message}: ${String(error.cause)}` : String(error) };
  }
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function isGrowing(megabytes: readonly number[]): boolean {
  const quarter = Math.floor(megabytes.length / 4);
  const [second, last] = [middle(megabytes.slice(quarter, quarter * 2)), middle(megabytes.slice(-quarter))];
  return last > second * 1.3 + 50;
}
