/** Building through an embedding service that misbehaves, seen over the API: what was paid for is kept, and the served models are the old ones or the new. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { followJob, startJob, type JobDocument } from './every-job';
import { serveProgram, type ServedProgram } from '../security/served-program';

/** Misbehaves for a request; if it returns undefined, the request gets a normal response. `count` is the number of the request, from 1. */
type Misbehaviour = (count: number, texts: readonly string[], response: ServerResponse, request: IncomingMessage) => boolean | undefined;

/** An OpenAI-compatible server on this machine. */
class FakeService {
  misbehave: Misbehaviour = () => undefined;
  /** Every text of each response that was sent completely, with repetitions. */
  readonly paid: string[] = [];
  readonly arrivals: number[] = [];
  #server: Server | undefined;

  async listen(): Promise<string> {
    this.#server = createServer((request, response) => this.#answer(request, response));
    await new Promise<void>((done) => this.#server?.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const texts = (JSON.parse(body) as { input: string[] }).input;
      this.arrivals.push(Date.now());
      if (this.misbehave(this.arrivals.length, texts, response, request) === true) return;
      this.paid.push(...texts);
      send(response, vectorsOf(texts));
    });
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}

const vectorsOf = (texts: readonly string[], dimensions = 6): unknown[] =>
  texts.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: Array.from({ length: dimensions }, (_, i) => ((text.charCodeAt(i % text.length) * (i + 3)) % 97) / 97 - 0.4),
  }));

function send(response: ServerResponse, data: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(
    status === 200
      ? JSON.stringify({ object: 'list', model: 'm', data, usage: { prompt_tokens: 1, total_tokens: 1 } })
      : JSON.stringify(data),
  );
}

const refuse = (response: ServerResponse, status: number, headers: Record<string, string> = {}): true => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message: `refused with ${status}` } }));
  return true;
};

let programs = 0;
const running: { program: ServedProgram; service: FakeService }[] = [];
let program: ServedProgram;
let service: FakeService;
let baseUrl: string;

beforeEach(async () => {
  service = new FakeService();
  baseUrl = await service.listen();
  program = await serveProgram({ environment: { OPENAI_API_KEY: `sk-trial-${++programs}` } });
  running.push({ program, service });
});
afterAll(async () => {
  for (const each of running) each.service.close();
  await Promise.all(running.map((each) => each.program.stop()));
});

const start = (): Promise<string> => {
  const params = { model: 'm', baseUrl, batchTexts: 10, concurrency: 2 };
  return startJob(program, ['/model/build', { embeddings: { provider: 'openai', params }, factors: { factorCount: 8 } }]);
};
const build = async (): Promise<JobDocument> => followJob(program, await start());
const list = async (): Promise<unknown> => {
  const { status, text } = await program.call('POST', '/recommend', { user_id: 'u01' });
  expect(status).toBe(200);
  return (JSON.parse(text) as { items: unknown }).items;
};
const provider = async (): Promise<string> => /"provider":"(\w+)"/.exec((await program.call('GET', '/model')).text)?.[1] ?? '';
/** Some texts were paid for, and none twice. */
const paidOnce = (): void => {
  expect(service.paid.length).toBeGreaterThan(40);
  expect(new Set(service.paid).size).toBe(service.paid.length);
};

describe('a build succeeds, and pays once for every text,', () => {
  it.each<[string, Misbehaviour]>([
    ['429 with Retry-After', (count, _texts, response) => (count <= 3 ? refuse(response, 429, { 'retry-after': '1' }) : undefined)],
    ['500 for every other request', (count, _texts, response) => (count % 2 === 1 ? refuse(response, 500) : undefined)],
    [
      '503 in the form of a web page',
      (count, _texts, response) => (count > 2 ? undefined : (response.writeHead(503).end('<html>Busy'), true)),
    ],
    ['connections that are reset', (count, _texts, response) => (count % 3 === 1 ? (response.destroy(), true) : undefined)],
    [
      'answers that are cut off in the middle',
      (count, texts, response) => {
        if (count % 3 !== 1) return undefined;
        const whole = JSON.stringify({ object: 'list', data: vectorsOf(texts) });
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
        response.write(whole.slice(0, whole.length / 2), () => response.destroy());
        return true;
      },
    ],
  ])('through %s', async (name, misbehave) => {
    service.misbehave = misbehave;
    expect(await build()).toMatchObject({ status: 'succeeded' });
    paidOnce();
    if (name.includes('Retry-After')) expect((service.arrivals[2] ?? 0) - (service.arrivals[0] ?? 0)).toBeGreaterThanOrEqual(950);
    const before = service.paid.length;
    expect(await build()).toMatchObject({ status: 'succeeded' });
    expect(service.paid.length, 'the same again is free').toBe(before);
  });
});

describe('a build fails with a clear message, and the old models keep serving,', () => {
  it.each<[string, Misbehaviour]>([
    [
      'vectors of another length half-way',
      (count, texts, response) => (count < 4 ? undefined : (send(response, vectorsOf(texts, 7)), true)),
    ],
    ['half a batch', (_count, texts, response) => (send(response, vectorsOf(texts.slice(0, texts.length >> 1))), true)],
    [
      'vectors of nulls',
      (_count, texts, response) => (
        send(
          response,
          texts.map((_, index) => ({ index, embedding: [null, null] })),
        ),
        true
      ),
    ],
    [
      'one vector twice',
      (_count, texts, response) => (
        send(
          response,
          texts.map(() => vectorsOf(texts)[0]),
        ),
        true
      ),
    ],
    ['a refused key', (_count, _texts, response) => refuse(response, 401)],
  ])('by %s', async (_name, misbehave) => {
    const before = await list();
    service.misbehave = misbehave;
    const job = await build();
    expect(job.status).toBe('failed');
    const error = job.error as { message: string; place?: string; remedy?: string };
    expect(`${error.message} ${error.place}`).toMatch(/embedding|127\.0\.0\.1/i);
    expect(error.remedy ?? '').not.toBe('');
    expect(JSON.stringify(job)).not.toContain('sk-trial');
    expect(await list()).toEqual(before);
    expect(await provider()).toBe('local');
  });
});

it('a service that hangs blocks nothing: lists are served meanwhile, and Cancel ends the build at once', async () => {
  const before = await list();
  service.misbehave = (count) => count > 2;
  const id = await start();
  await followJob(program, id, () => service.arrivals.length > 3);
  expect(await list()).toEqual(before);
  const startedAt = Date.now();
  await program.call('POST', `/jobs/${id}/cancel`, {});
  expect(await followJob(program, id)).toMatchObject({ status: 'cancelled' });
  expect(Date.now() - startedAt).toBeLessThan(5_000);
  expect(await list()).toEqual(before);
  service.misbehave = () => undefined;
  expect(await build()).toMatchObject({ status: 'succeeded' });
  paidOnce();
});

it('after a service fails half-way, only the remaining texts are paid for', { timeout: 240_000 }, async () => {
  const before = await list();
  service.misbehave = (count, _texts, response) => (count > 4 ? refuse(response, 500) : undefined);
  const job = await build();
  expect(job).toMatchObject({ status: 'failed' });
  expect(job.error?.message).toMatch(/embedding service/i);
  expect(await list()).toEqual(before);
  const half = service.paid.length;
  expect(half).toBeGreaterThan(0);
  service.misbehave = () => undefined;
  expect(await build()).toMatchObject({ status: 'succeeded' });
  expect(service.paid.length).toBeGreaterThan(half);
  paidOnce();
});
