import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHost } from '#service/http/host';
import { bearer, echo, expectProblem, json, start, stopAll, token } from './http-fixture';
import { open, parseAnswer, raw, readAll, type RawAnswer, type RawRequest } from './raw-http';

let host: HttpHost;
beforeAll(async () => {
  host = await start();
});
afterAll(stopAll);

const ask = (request: RawRequest, url = host.url): Promise<RawAnswer> => raw(url, request);

describe('authentication', () => {
  it('accepts a call with the token', async () => {
    const answer = await ask(echo(json));
    expect(answer).toMatchObject({ status: 200, body: '{"value":1}' });
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', '169.254.169.254', '[::2]', ''])(
    'rejects the host “%s” (DNS rebinding), with and without a token',
    async (name) => {
      for (const headers of [{ host: name }, { ...json, host: name }]) {
        const answer = await ask(echo(headers));
        if (name === '') expect(answer.status).toBeGreaterThanOrEqual(400);
        else expectProblem(answer, 403, 'FORBIDDEN');
      }
      expect((await ask({ path: '/', headers: { host: name, accept: 'text/html' } })).status).toBeGreaterThanOrEqual(400);
    },
  );

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('accepts its own name “%s”, with any port', async (name) => {
    expect((await ask(echo({ ...json, host: `${name}:9` }))).status).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1:1', 'file://'])(
    'rejects the origin %s',
    async (origin) => {
      const answer = await ask(echo({ ...json, origin }));
      expectProblem(answer, 403, 'FORBIDDEN');
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  it('rejects a call from a foreign page that hides its origin', async () => {
    expectProblem(
      await ask({ path: '/page', headers: { ...bearer, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } }),
      403,
      'FORBIDDEN',
    );
  });

  it('allows nothing in a preflight of a foreign page', async () => {
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

  it('accepts a listed origin with preflight, and still requires the token', async () => {
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
  ])('rejects a token that is %s', async (_name, headers: Record<string, string>) => {
    const { url } = await start();
    for (const path of ['/echo', '/users/x', '/metrics', '/rpc/probe/echo', '/nowhere', '/echo?token=' + token]) {
      const answer = await ask({ path, headers }, url);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="RankLab"');
    }
    expectProblem(await ask(echo({ ...headers, 'content-type': 'application/json' }), url), 401, 'UNAUTHORIZED');
  });

  it('slows down clients that guess tokens, and no others', async () => {
    const guarded = await start();
    const statuses: number[] = [];
    for (let i = 0; i < 30; i++)
      statuses.push((await ask({ path: '/page', headers: { authorization: `Bearer guess-${i}` } }, guarded.url)).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    expect((await ask(echo(json), guarded.url)).status).toBe(200);
  });
});

describe('request bodies and parameters', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'text/xml', ''])(
    'rejects a body of type “%s” (a form of another site)',
    async (type) => {
      expectProblem(await ask(echo({ ...bearer, 'content-type': type })), 415, 'INVALID_ARGUMENT');
    },
  );

  it('rejects invalid JSON, and keys like __proto__', async () => {
    expectProblem(await ask(echo(json, '{"value":')), 400, 'INVALID_ARGUMENT');
    expectProblem(await ask(echo(json, '{"__proto__":{"polluted":1},"value":1}')), 400, 'INVALID_ARGUMENT');
    expectProblem(await ask(echo(json, '{"value":{"constructor":{"prototype":{"polluted":1}}}}')), 400, 'INVALID_ARGUMENT');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('names the path of invalid input: k = 1e9, an unknown key, a wrong type in a query', async () => {
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

  it('rejects a body over the limit, with or without content-length, without reading it', async () => {
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

  it('ends a slow request with 408, in headers and in the body', async () => {
    const impatient = await start({ requestTimeoutMs: 300 });
    const slowHeaders = open(impatient.url);
    slowHeaders.write('GET /page HTTP/1.1\r\nhost: loc');
    const slowBody = open(impatient.url);
    slowBody.write(
      `POST /echo HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"val`,
    );
    for (const text of await Promise.all([readAll(slowHeaders), readAll(slowBody)])) expectProblem(parseAnswer(text), 408, 'TIMED_OUT');
  });

  it('rejects input that is not HTTP, and oversized headers, with matching status codes', async () => {
    const socket = open(host.url);
    socket.write('\x16\x03\x01 hello?\r\n\r\n');
    expectProblem(parseAnswer(await readAll(socket)), 400, 'INVALID_ARGUMENT');
    expectProblem(await ask({ path: '/page', headers: { ...bearer, 'x-long': 'x'.repeat(40_000) } }), 431, 'INVALID_ARGUMENT');
  });

  it('limits the request rate per address', async () => {
    const limited = await start({ requestsPerSecond: 5 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask({ path: '/page', headers: bearer }, limited.url)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(refused.length).toBeGreaterThan(10);
    expectProblem(refused[0], 429, 'RATE_LIMITED');
  });
});
