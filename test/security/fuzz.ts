import { fuzzClient, type FuzzAnswer } from './fuzz-client';
import { requestsOf, type FuzzRequest, type OpenApi } from './fuzz-requests';

export interface FuzzSettings {
  readonly url: string;
  readonly token: string;
  readonly requests: number;
  readonly seed: number;
  /** The workspace that is opened again when a request has closed or replaced it. */
  readonly workspace: string;
  /** Files and folders that requests may name. */
  readonly paths: readonly string[];
  /** Memory of the service in bytes. */
  memory(): number;
  /** Called after each hundredth of the requests. */
  progress?(outcome: FuzzOutcome): void;
}

export interface FuzzOutcome {
  readonly requests: number;
  readonly seed: number;
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** At the beginning and after each twentieth of the requests. */
  readonly megabytes: readonly number[];
  /** Whether the last quarter uses more memory than the second one, beyond the variation of garbage collection. */
  readonly grows: boolean;
  /** The slowest responses. */
  readonly slowest: readonly { readonly request: string; readonly ms: number }[];
  readonly failures: readonly (FuzzRequest & { readonly answer: string })[];
}

const clients = 16;
const maxFailures = 20;
const maxAnswered = 60;

/** Sends random requests with several clients and collects every response that is a fault of the service. */
export async function fuzz(settings: FuzzSettings): Promise<FuzzOutcome> {
  const { url, token, requests, seed } = settings;
  const client = fuzzClient(url, token, clients + 1);
  const read = async <Value>(path: string): Promise<Value> => JSON.parse((await client.send({ method: 'GET', path })).text) as Value;
  const users = await read<{ rows: { userId: string }[] }>('/users?limit=20');
  const videos = await read<{ rows: { videoId: string }[] }>('/videos?limit=20');
  const answered: string[] = [];
  const known = {
    user: users.rows.map(({ userId }) => userId),
    video: videos.rows.map(({ videoId }) => videoId),
    paths: settings.paths,
    answered,
  };
  const next = requestsOf(await read<OpenApi>('/openapi.json'), known, seed);
  const tally = new Tally(settings);

  const work = async (): Promise<void> => {
    while (tally.sent < requests && tally.failures.length < maxFailures) {
      tally.count();
      const request = next();
      const startedAt = performance.now();
      const answer = await client.send(request);
      tally.add(request, answer, performance.now() - startedAt);
      await follow(request, answer);
    }
  };
  /** Remembers ids, cancels most of the started jobs, and reopens the workspace. */
  const follow = async ({ path }: FuzzRequest, { status, text }: FuzzAnswer): Promise<void> => {
    if (status >= 300) return;
    const [, id] = /"(?:id|jobId|experimentId|sha256)":"([^"]{8,80})"/.exec(text.slice(0, 2_000)) ?? [];
    if (id !== undefined) answered[tally.sent % maxAnswered] = id;
    if (/^\/workspace\/(close|open|create)/.test(path))
      tally.judge(await client.send({ method: 'POST', path: '/workspace/open', body: { path: settings.workspace } }));
    // A hundredth of the routes start a build or an import: without this, later jobs would only wait.
    else if (id !== undefined && text.startsWith('{"jobId"') && tally.sent % 8 !== 0)
      tally.judge(await client.send({ method: 'POST', path: `/jobs/${id}/cancel`, body: {} }));
  };
  await Promise.all(Array.from({ length: clients }, work));
  client.close();
  return tally.outcome(true);
}

class Tally {
  sent = 0;
  readonly failures: (FuzzRequest & { answer: string })[] = [];
  readonly #statuses: Record<string, number> = {};
  readonly #bytes: number[] = [];
  readonly #startedAt = performance.now();
  #slowest: { request: string; ms: number }[] = [];

  constructor(private readonly settings: FuzzSettings) {}

  count(): void {
    const { requests, memory, progress } = this.settings;
    const number = this.sent++;
    if (number % Math.ceil(requests / 20) === 0) this.#bytes.push(memory());
    if (number % Math.ceil(requests / 100) === 0) progress?.(this.outcome(false));
  }

  add(request: FuzzRequest, answer: FuzzAnswer, ms: number): void {
    this.#statuses[answer.status] = (this.#statuses[answer.status] ?? 0) + 1;
    this.judge(answer, request);
    if (ms <= (this.#slowest.at(-1)?.ms ?? 0) && this.#slowest.length >= 10) return;
    this.#slowest.push({ request: `${request.method} ${request.path.slice(0, 80)}`, ms: Math.round(ms) });
    this.#slowest = this.#slowest.sort((a, b) => b.ms - a.ms).slice(0, 10);
  }

  judge({ status, text }: FuzzAnswer, request: FuzzRequest = { method: 'POST', path: 'what follows a request' }): void {
    // Openings and closings come one after the other: a workspace that this process itself keeps locked was not closed.
    const isLost = status === 423 && text.includes('in use by this process');
    if (status === 0 || status === 500 || isLost) this.failures.push({ ...request, answer: text.slice(0, 500) });
  }

  outcome(isOver: boolean): FuzzOutcome {
    const megabytes = [...this.#bytes, ...(isOver ? [this.settings.memory()] : [])].map((each) => Math.round(each / 1e6));
    return {
      requests: this.sent,
      seed: this.settings.seed,
      seconds: Math.round((performance.now() - this.#startedAt) / 1_000),
      statuses: this.#statuses,
      megabytes,
      grows: isGrowing(megabytes),
      slowest: this.#slowest,
      failures: this.failures,
    };
  }
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function isGrowing(megabytes: readonly number[]): boolean {
  const quarter = Math.floor(megabytes.length / 4);
  const [second, last] = [middle(megabytes.slice(quarter, quarter * 2)), middle(megabytes.slice(-quarter))];
  return last > second * 1.3 + 50;
}
