import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddingCache } from '#engine/embeddings/port';
import { embedRemotely, type RemoteSettings } from '#engine/embeddings/providers/remote/embed-texts';
import { isRankLabError, type RankLabError } from '#shared/errors';
import { createOpenAiEmbedder } from './openai-embeddings';

const KEY = 'sk-canary-0123456789abcdef';

interface ReceivedRequest {
  readonly model: string;
  readonly input: string[];
  readonly dimensions?: number;
}
type Misbehaviour = (response: ServerResponse, asked: ReceivedRequest, request: IncomingMessage) => void;

/** The stand-in model: a vector that depends only on the text. */
const vectorOf = (text: string, dimensions = 3): number[] =>
  Array.from({ length: dimensions }, (_, d) => ((text.charCodeAt(d % text.length) * (d + 1)) % 17) - 8.5);

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

const answer = (response: ServerResponse, vectors: readonly unknown[], tokens = 7): void =>
  json(response, 200, { data: vectors.map((embedding, index) => ({ index, embedding })), usage: { total_tokens: tokens } });

const behave: Misbehaviour = (response, { input, dimensions }) =>
  answer(
    response,
    input.map((text) => vectorOf(text, dimensions)),
  );

let server: Server;
let baseUrl: string;
/** Faults of the next requests, in order; later requests succeed. */
let script: Misbehaviour[];
let asked: ReceivedRequest[];
let requestTimesMs: number[];

beforeEach(async () => {
  script = [];
  asked = [];
  requestTimesMs = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as ReceivedRequest;
      asked.push(body);
      requestTimesMs.push(performance.now());
      (script.shift() ?? behave)(response, body, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const embedder = (overrides: object = {}): ReturnType<typeof createOpenAiEmbedder> =>
  createOpenAiEmbedder({ apiKey: () => KEY, timeoutMs: 2000, retries: 3, backOffMs: 5, maximumWaitMs: 2000, ...overrides });

const settings = (overrides: Partial<RemoteSettings> = {}): RemoteSettings => ({
  model: 'test-model',
  baseUrl,
  batchTexts: 2,
  batchTokens: 1000,
  concurrency: 1,
  ...overrides,
});

function memoryCache(): EmbeddingCache & { readonly stored: Map<string, Float32Array> } {
  const stored = new Map<string, Float32Array>();
  return {
    stored,
    get: async (keys) => keys.map((key) => stored.get(key)),
    put: async (entries) => entries.forEach(({ key, vector }) => stored.set(key, vector)),
  };
}

async function failureOf(promise: Promise<unknown>): Promise<RankLabError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isRankLabError(error)) throw new Error(`Expected a typed error, got ${String(error)}`);
  return error;
}

const texts = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];

describe('embedding with an OpenAI-compatible server', () => {
  it('batches, keeps order, requests each distinct text once and counts the cost', async () => {
    const { vectors, usage } = await embedRemotely([...texts, 'alpha'], settings(), embedder(), memoryCache());
    expect(vectors.map((vector) => [...vector])).toEqual([...texts, 'alpha'].map((text) => vectorOf(text)));
    expect(asked.map(({ input }) => input)).toEqual([['alpha', 'beta'], ['gamma', 'delta'], ['epsilon']]);
    expect(usage).toEqual({ requestedTexts: 5, cachedTexts: 0, cutTexts: 0, tokens: 21, priceUsd: undefined });
  });

  it('waits as long as Retry-After says and continues', async () => {
    script = [(response) => json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '0.3' })];
    const { vectors } = await embedRemotely(['alpha'], settings(), embedder(), undefined);
    expect([...vectors[0]]).toEqual(vectorOf('alpha'));
    expect(requestTimesMs[1] - requestTimesMs[0]).toBeGreaterThan(290);
  });

  it.each<[string, Misbehaviour]>([
    ['a server error', (response) => json(response, 500, { error: { message: 'oops' } })],
    ['a connection reset', (_response, _asked, request) => request.socket.destroy()],
    [
      'a reset in mid-answer',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"data": [');
        setTimeout(() => response.destroy(), 10);
      },
    ],
  ])('retries after %s', async (_name, misbehave) => {
    script = [misbehave, misbehave];
    const { vectors } = await embedRemotely(['alpha'], settings(), embedder(), undefined);
    expect([...vectors[0]]).toEqual(vectorOf('alpha'));
    expect(asked).toHaveLength(3);
  });

  it.each<[string, Misbehaviour]>([
    ['before its response', () => {}],
    [
      'in the middle of its answer',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"data": [');
      },
    ],
  ])('retries, then gives up on a server that hangs %s, with a clear message', async (_name, hang) => {
    script = [hang, hang];
    const error = await failureOf(embedRemotely(['alpha'], settings(), embedder({ timeoutMs: 100, retries: 1 }), undefined));
    expect(error.code).toBe('PROVIDER_FAILED');
    expect(error.message).toMatch(/did not answer within 0.1 s/);
    expect(asked).toHaveLength(2);
  });

  it.each<[string, Misbehaviour, RegExp]>([
    [
      'the wrong dimension',
      (response, { input }) =>
        answer(
          response,
          input.map((text) => vectorOf(text, 4)),
        ),
      /Expected 3 dimensions, got 4/,
    ],
    [
      'mixed dimensions',
      (response) =>
        answer(response, [
          [1, 2, 3],
          [1, 2],
        ]),
      /Expected 3 dimensions, got 2/,
    ],
    ['half a batch', (response, { input }) => answer(response, [vectorOf(input[0])]), /Vector 2 of 2 is missing/],
    [
      'nulls for numbers',
      (response) =>
        answer(response, [
          [1, 2, 3],
          [1, null, 3],
        ]),
      /Vector 2 of 2 has a value that is not a finite number/,
    ],
    [
      'an infinite value',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,1e999,3]}]}');
      },
      /not a finite number/,
    ],
    ['no list at all', (response) => json(response, 200, { object: 'list' }), /no list of vectors/],
    [
      'a web page',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>hello</html>');
      },
      /no list of vectors|cannot be read/,
    ],
  ])('rejects %s, stores nothing of it, and resumes without paying twice', async (_name, misbehave, message) => {
    const cache = memoryCache();
    script = [behave, misbehave];
    const error = await failureOf(embedRemotely(texts, settings(), embedder(), cache));
    expect(error.code).toBe('PROVIDER_FAILED');
    expect(error.message).toMatch(message);
    expect([...cache.stored.values()].map((vector) => [...vector])).toEqual(['alpha', 'beta'].map((text) => vectorOf(text)));
    asked.length = 0;
    const { vectors, usage } = await embedRemotely(texts, settings(), embedder(), cache);
    expect(vectors.map((vector) => [...vector])).toEqual(texts.map((text) => vectorOf(text)));
    expect(asked.flatMap(({ input }) => input)).toEqual(['gamma', 'delta', 'epsilon']);
    expect(usage).toMatchObject({ requestedTexts: 3, cachedTexts: 2 });
  });

  it('keeps the results of concurrent requests when one fails', async () => {
    const cache = memoryCache();
    const late: Misbehaviour = (response, request, message) => void setTimeout(() => behave(response, request, message), 60);
    script = [late, (response) => json(response, 403, { error: { message: 'bad' } })];
    await failureOf(embedRemotely(texts, settings({ concurrency: 2 }), embedder(), cache));
    expect(cache.stored.size).toBe(2);
  });

  it('never mixes dimensions: requests again if the cache has another length', async () => {
    const cache = memoryCache();
    await embedRemotely(['alpha'], settings({ dimensions: 3 }), embedder(), cache);
    const { vectors } = await embedRemotely(['alpha', 'beta'], settings({ dimensions: 5 }), embedder(), cache);
    expect(vectors.map(({ length }) => length)).toEqual([5, 5]);
    expect(asked.map(({ dimensions }) => dimensions)).toEqual([3, 5]);
  });

  it('does not retry after a rejected key, and never repeats the key', async () => {
    script = [(response) => json(response, 401, { error: { message: `Incorrect API key provided: ${KEY}` } })];
    const error = await failureOf(embedRemotely(['alpha'], settings(), embedder(), undefined));
    expect(error.message).toMatch(/refused the key/);
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain(KEY);
    expect(asked).toHaveLength(1);
    script = [(response) => json(response, 400, { error: { message: `cannot use ${KEY}` } })];
    expect((await failureOf(embedRemotely(['alpha'], settings(), embedder(), undefined))).message).not.toContain(KEY);
  });

  it('does not retry after an exhausted quota', async () => {
    script = [(response) => json(response, 429, { error: { message: 'quota', code: 'insufficient_quota' } })];
    expect((await failureOf(embedRemotely(['alpha'], settings(), embedder(), undefined))).message).toMatch(/quota is used up/);
    expect(asked).toHaveLength(1);
  });

  it('stops at once when cancelled, also while waiting, and keeps finished results', async () => {
    const cache = memoryCache();
    const controller = new AbortController();
    script = [
      behave,
      (response) => {
        json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '60' });
        setTimeout(() => controller.abort(), 20);
      },
    ];
    const running = embedRemotely(texts, settings(), embedder({ maximumWaitMs: 60_000 }), cache, { signal: controller.signal });
    expect((await failureOf(running)).code).toBe('CANCELLED');
    expect(cache.stored.size).toBe(2);
    expect(asked).toHaveLength(2);
  });

  it('says what to configure if there is no key', async () => {
    const embed = createOpenAiEmbedder({ apiKey: () => undefined });
    expect((await failureOf(embed(['alpha'], { model: 'text-embedding-3-small' }))).details.remedy).toMatch(/OPENAI_API_KEY/);
  });
});
