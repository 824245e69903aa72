import { createServer } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpHost, type HttpHost, type HttpHostOptions } from '#service/adapters/http';
import { createLogger } from '#service/pino-logger';
import { events, probeRouter, type ProbeContext } from '../transport/probe';
import { open, parseAnswer, raw, readAll, type RawAnswer, type RawRequest } from './raw-http';

const token = 'canary-token-4711-do-not-leak';
const logLines: string[] = [];
const logger = createLogger({ level: 'debug', destination: { write: (line) => logLines.push(line) } });
const folder = mkdtempSync(join(tmpdir(), 'ranklab-http-'));
mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>RankLab</title>');
writeFileSync(join(folder, 'renderer/assets/app-1a2b.js'), 'export {};');
writeFileSync(join(folder, 'secret.txt'), 'outside of the interface');

const hosts: HttpHost[] = [];
async function start(options: Partial<HttpHostOptions<ProbeContext>> = {}): Promise<HttpHost> {
  const host = await startHttpHost({
    router: probeRouter,
    context: {},
    logger,
    port: 0,
    token,
    rendererPath: join(folder, 'renderer'),
    closeGraceMs: 100,
    ...options,
  });
  hosts.push(host);
  return host;
}

let host: HttpHost;
beforeAll(async () => {
  host = await start();
});
afterAll(async () => {
  await Promise.all(hosts.map((each) => each.close()));
  rmSync(folder, { recursive: true, force: true });
});

const bearer = { authorization: `Bearer ${token}` };
const json = { ...bearer, 'content-type': 'application/json' };
const ask = (request: RawRequest, url = host.url): Promise<RawAnswer> => raw(url, request);
const echo = (headers: Record<string, string>, body = '{"value":1}'): RawRequest => ({ path: '/echo', method: 'POST', headers, body });

function expectProblem(answer: RawAnswer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(answer.body) as Record<string, unknown>;
  expect(problem).toMatchObject({
    status,
    code,
    type: expect.stringMatching(/^urn:ranklab:error:/),
    title: expect.any(String),
    detail: expect.any(String),
  });
  expect(answer.body).not.toContain('    at ');
}

describe('who may call', () => {
  it('answers a call with the token', async () => {
    const answer = await ask(echo(json));
    expect(answer).toMatchObject({ status: 200, body: '{"value":1}' });
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', '169.254.169.254', '[::2]', ''])(
    'refuses the host “%s” (DNS rebinding), with and without a token',
    async (name) => {
      for (const headers of [{ host: name }, { ...json, host: name }]) {
        const answer = await ask(echo(headers));
        if (name === '') expect(answer.status).toBeGreaterThanOrEqual(400);
        else expectProblem(answer, 403, 'FORBIDDEN');
      }
      expect((await ask({ path: '/', headers: { host: name, accept: 'text/html' } })).status).toBeGreaterThanOrEqual(400);
    },
  );

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('knows itself as “%s”, whatever the port', async (name) => {
    expect((await ask(echo({ ...json, host: `${name}:9` }))).status).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1:1', 'file://'])(
    'refuses the origin %s',
    async (origin) => {
      const answer = await ask(echo({ ...json, origin }));
      expectProblem(answer, 403, 'FORBIDDEN');
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  it('refuses a call from a foreign page that hides its origin', async () => {
    expectProblem(
      await ask({ path: '/page', headers: { ...bearer, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } }),
      403,
      'FORBIDDEN',
    );
  });

  it('grants nothing to a preflight of a foreign page', async () => {
    const answer = await ask({
      path: '/echo',
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expectProblem(answer, 403, 'FORBIDDEN');
  });

  it('accepts its own pages', async () => {
    expect((await ask(echo({ ...json, origin: host.url }))).status).toBe(200);
  });

  it('accepts a listed origin, preflight and all, and still wants the token', async () => {
    const listed = await start({ allowedOrigins: ['https://notebook.example'] });
    const origin = 'https://notebook.example';
    const preflight = await ask(
      { path: '/echo', method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } },
      listed.url,
    );
    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': origin, vary: 'Origin' } });
    expect((await ask(echo({ ...json, origin }), listed.url)).headers['access-control-allow-origin']).toBe(origin);
    expectProblem(await ask(echo({ origin, 'content-type': 'application/json' }), listed.url), 401, 'UNAUTHORIZED');
  });

  it.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer wrong-token' }],
    ['a prefix', { authorization: `Bearer ${token.slice(0, -1)}` }],
    ['a longer one', { authorization: `Bearer ${token}x` }],
    ['another scheme', { authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}` }],
    ['an empty one', { authorization: 'Bearer ' }],
  ])('refuses a token that is %s', async (_name, headers: Record<string, string>) => {
    const { url } = await start();
    for (const path of ['/echo', '/users/x', '/metrics', '/rpc/probe/echo', '/nowhere', '/echo?token=' + token]) {
      const answer = await ask({ path, headers }, url);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="RankLab"');
    }
    expectProblem(await ask(echo({ ...headers, 'content-type': 'application/json' }), url), 401, 'UNAUTHORIZED');
  });

  it('slows down who guesses tokens, and only them', async () => {
    const guarded = await start();
    const statuses: number[] = [];
    for (let i = 0; i < 30; i++)
      statuses.push((await ask({ path: '/page', headers: { authorization: `Bearer guess-${i}` } }, guarded.url)).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    expect((await ask(echo(json), guarded.url)).status).toBe(200);
  });
});

describe('what may be sent', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'text/xml', ''])(
    'refuses a body of type “%s” (a form of another site)',
    async (type) => {
      expectProblem(await ask(echo({ ...bearer, 'content-type': type })), 415, 'INVALID_ARGUMENT');
    },
  );

  it('refuses broken JSON, and keys that reach for prototypes', async () => {
    expectProblem(await ask(echo(json, '{"value":')), 400, 'INVALID_ARGUMENT');
    expectProblem(await ask(echo(json, '{"__proto__":{"polluted":1},"value":1}')), 400, 'INVALID_ARGUMENT');
    expectProblem(await ask(echo(json, '{"value":{"constructor":{"prototype":{"polluted":1}}}}')), 400, 'INVALID_ARGUMENT');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('names the path of bad input: k = 1e9, an unknown key, a wrong type in a query', async () => {
    const k = await ask({ path: '/strict/a', headers: json, body: '{"list":[{"count":1000000000}]}' });
    expectProblem(k, 422, 'INVALID_ARGUMENT');
    expect(JSON.parse(k.body)).toMatchObject({ place: 'list[0].count', value: '1000000000' });
    expectProblem(await ask({ path: '/strict/a', headers: json, body: '{"lits":[]}' }), 422, 'INVALID_ARGUMENT');
    const query = await ask({ path: '/page?limit=1e999', headers: bearer });
    expectProblem(query, 422, 'INVALID_ARGUMENT');
    expect(JSON.parse(query.body)).toMatchObject({ place: 'limit', value: '1e999' });
  });

  it('reads typed queries, repeated parameters and encoded ids', async () => {
    expect((await ask({ path: '/page?limit=7&search=%C3%A4%26b&deep=true&tags=a&tags=b', headers: bearer })).body).toBe(
      '{"limit":7,"search":"ä&b","deep":true,"tags":["a","b"]}',
    );
    expect(JSON.parse((await ask({ path: '/page?tags=a', headers: bearer })).body)).toMatchObject({ tags: ['a'] });
    expect((await ask({ path: '/users/%C3%A4hm%2F007', headers: bearer })).body).toBe('{"userId":"ähm/007"}');
  });

  it('names an unknown user', async () => {
    const answer = await ask({ path: '/users/nobody', headers: bearer });
    expectProblem(answer, 404, 'NOT_FOUND');
    expect(JSON.parse(answer.body)).toMatchObject({ detail: 'There is no user “nobody”', value: 'nobody' });
  });

  it('refuses a body over the limit, announced or not, without reading it', async () => {
    const small = await start({ bodyLimitBytes: 10_000 });
    expectProblem(await ask(echo({ ...json, 'content-length': '99999999999' }, '{'), small.url), 413, 'TOO_LARGE');
    const socket = open(small.url);
    socket.write(
      `POST /echo HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    let answer = '';
    void answered.then((text) => (answer = text));
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    for (let i = 0; i < 1_000 && answer === ''; i++) {
      socket.write(chunk);
      await sleep(1);
    }
    expectProblem(parseAnswer(answer), 413, 'TOO_LARGE');
    socket.destroy();
  });

  it('gives up on a slow client with 408, for headers and for a body', async () => {
    const impatient = await start({ requestTimeoutMs: 300 });
    const slowHeaders = open(impatient.url);
    slowHeaders.write('GET /page HTTP/1.1\r\nhost: loc');
    const slowBody = open(impatient.url);
    slowBody.write(
      `POST /echo HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"val`,
    );
    for (const text of await Promise.all([readAll(slowHeaders), readAll(slowBody)])) expectProblem(parseAnswer(text), 408, 'TIMED_OUT');
  });

  it('answers what is not HTTP, and headers beyond all measure, in kind', async () => {
    const socket = open(host.url);
    socket.write('\x16\x03\x01 hello?\r\n\r\n');
    expectProblem(parseAnswer(await readAll(socket)), 400, 'INVALID_ARGUMENT');
    expectProblem(await ask({ path: '/page', headers: { ...bearer, 'x-long': 'x'.repeat(40_000) } }), 431, 'INVALID_ARGUMENT');
  });

  it('limits the rate of one address', async () => {
    const limited = await start({ requestsPerSecond: 5 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask({ path: '/page', headers: bearer }, limited.url)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(refused.length).toBeGreaterThan(10);
    expectProblem(refused[0], 429, 'RATE_LIMITED');
  });
});

describe('what comes back', () => {
  it('says an unforeseen failure without its stack', async () => {
    const answer = await ask({ path: '/crash', method: 'POST', headers: bearer });
    expectProblem(answer, 500, 'INTERNAL');
    expect(answer.body).not.toMatch(/\.ts|node_modules/);
  });

  it('names every request, and takes a sane name from the client', async () => {
    const [one, two] = [await ask({ path: '/page', headers: bearer }), await ask({ path: '/page', headers: bearer })];
    expect(one.headers['x-request-id']).not.toBe(two.headers['x-request-id']);
    expect((await ask({ path: '/page', headers: { ...bearer, 'x-request-id': 'trace-12345' } })).headers['x-request-id']).toBe(
      'trace-12345',
    );
    expect((await ask({ path: '/page', headers: { ...bearer, 'x-request-id': 'x{evil}' } })).headers['x-request-id']).not.toContain('evil');
  });

  it('serves the interface to browsers and to nobody else under the strict policy', async () => {
    const page = await ask({ path: '/', headers: { accept: 'text/html,*/*' } });
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>RankLab</title>') });
    expectProblem(await ask({ path: '/' }), 401, 'UNAUTHORIZED');
    expect((await ask({ path: '/', headers: bearer })).body).toBe('{"status":"ok"}');
    const policy = page.headers['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy.split('; ').find((part) => part.startsWith('script-src'))).not.toMatch(/unsafe|\*/);
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect((await ask({ path: '/assets/app-1a2b.js' })).headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '//etc/passwd',
    '/%00',
  ])('serves nothing outside of the interface: %s', async (path) => {
    const answer = await ask({ path, headers: bearer });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('outside of the interface');
  });

  it('serves documentation from this machine alone, without inline script', async () => {
    const page = await ask({ path: '/docs' });
    expect(page.status).toBe(200);
    expect(page.body).not.toMatch(/https?:\/\//);
    const scripts = [...page.body.matchAll(/<script([^>]*)>([^<]*)</g)];
    expect(scripts.length).toBe(2);
    for (const [, attributes, content] of scripts) {
      expect(content).toBe('');
      const [, source = ''] = /src="([^"]+)"/.exec(attributes) ?? [];
      const script = await ask({ path: source });
      expect(script).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    }
  });

  it('describes every route in OpenAPI 3.1', async () => {
    const document = JSON.parse((await ask({ path: '/openapi.json' })).body) as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(document.paths).sort()).toEqual(
      [
        '/',
        '/count',
        '/crash',
        '/echo',
        '/fail',
        '/hang',
        '/large',
        '/nothing',
        '/page',
        '/strict/{id}',
        '/upload',
        '/users/{userId}',
      ].sort(),
    );
  });

  it('streams events, reports their failure, and stops when the client leaves', async () => {
    const whole = await ask({ path: '/count?to=2', headers: bearer });
    expect(whole.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(whole.body).toContain('event: message\ndata: {"n":1,"vector":');
    expect(whole.body).toContain('event: done\ndata: {}');
    const failed = await ask({ path: '/count?to=9&failAt=2', headers: bearer });
    expect(failed.body).toContain('event: error\ndata: {"type":"urn:ranklab:error:not-built"');
    const socket = open(host.url);
    socket.write(`GET /count?to=1000000&everyMs=1&name=left HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    for (let i = 0; i < 500 && !events.includes('end left'); i++) await sleep(5);
    expect(events).toContain('end left');
  });

  it('takes no harm from clients gone in mid-response, and its memory stays flat', async () => {
    const leave = async (): Promise<void> => {
      const socket = open(host.url);
      socket.write(`GET /large?bytes=4000000 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
    };
    const round = async (): Promise<number> => {
      for (let i = 0; i < 10; i++) await leave();
      await sleep(50);
      globalThis.gc?.();
      return process.memoryUsage().rss;
    };
    await round();
    const before = await round();
    for (let i = 0; i < 3; i++) await round();
    expect((await round()) - before).toBeLessThan(100e6); // 240 MB were asked for
    expect((await ask(echo(json))).status).toBe(200);
  });

  it('aborts the work of a client that left', async () => {
    const socket = open(host.url);
    const body = '{"name":"client left"}';
    socket.write(
      `POST /hang HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    for (let i = 0; i < 500 && !events.includes('start client left'); i++) await sleep(5);
    socket.destroy();
    for (let i = 0; i < 500 && !events.includes('stop client left'); i++) await sleep(5);
    expect(events).toContain('stop client left');
  });
});

describe('starting and stopping', () => {
  it('takes the next port when one is taken, or says so', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as { port: number };
    const next = await start({ port });
    expect(Number(new URL(next.url).port)).toBeGreaterThan(port);
    await expect(start({ port, strictPort: true })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `Port ${port} is taken on 127.0.0.1`,
      details: { remedy: expect.stringContaining('another port') },
    });
    await expect(start({ port: 65_536 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    blocker.close();
  });

  it('cannot be reached from another machine unless asked', () => {
    expect(new URL(host.url).hostname).toBe('127.0.0.1');
  });

  it('makes a long token for each run', async () => {
    const [one, two] = [await start({ token: undefined }), await start({ token: undefined })];
    expect(one.token).toMatch(/^[\w-]{32}$/);
    expect(one.token).not.toBe(two.token);
    await expect(start({ token: 'short' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('finishes what it is answering before it stops, and accepts nothing new', async () => {
    const stopping = await start({ closeGraceMs: 10_000 });
    const answer = ask({ path: '/large?bytes=3000000', headers: bearer }, stopping.url);
    await sleep(5);
    await stopping.close();
    expect((await answer).body.length).toBeGreaterThan(3_000_000);
    await expect(fetch(stopping.url)).rejects.toThrow();
  });

  it('measures requests by route', async () => {
    await ask({ path: '/users/nobody', headers: bearer });
    const { body } = await ask({ path: '/metrics', headers: bearer });
    expect(body).toMatch(/ranklab_http_request_duration_seconds_count\{method="GET",route="\/users\/:userId",status="404"\} [1-9]/);
    expect(host.load().requestCount).toBeGreaterThan(10);
  });
});

describe('secrets', () => {
  it('leave in no log line and no answer', async () => {
    await ask({ path: `/page?search=${token}&token=${token}`, headers: bearer });
    await ask({ path: '/fail', headers: json, body: JSON.stringify({ code: 'IO_FAILED', message: `key ${token}`, place: token }) });
    const answer = await ask({ path: `/users/${token}`, headers: bearer });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain(token);
    expect(logLines.length).toBeGreaterThan(100);
    expect(logLines.join('')).not.toContain(token);
    expect((await ask({ path: '/metrics', headers: bearer })).body).not.toContain(token);
  });
});
