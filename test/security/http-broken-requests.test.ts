/** Requests that the framework, the parser or the RPC library refuses: problem documents with the same headers, after the Host check. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHost } from '#service/http/host';
import { bearer, expectProblem, json, start, stopAll, token } from './http-fixture';
import { open, parseAnswer, raw, readAll, type RawAnswer, type RawRequest } from './raw-http';

let host: HttpHost;
beforeAll(async () => {
  host = await start({ closeGraceMs: 100 });
});
afterAll(stopAll);

const ask = (request: RawRequest): Promise<RawAnswer> => raw(host.url, request);
async function send(text: string): Promise<RawAnswer> {
  const socket = open(host.url);
  socket.write(text);
  return parseAnswer(await readAll(socket));
}
const form = (body: string): RawRequest => ({
  path: '/upload',
  headers: { ...bearer, 'content-type': 'multipart/form-data; boundary=b' },
  body,
});
const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const part = (name: string, value: string): string => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--\r\n`;

function expectGuarded(answer: RawAnswer, status: number, code = 'INVALID_ARGUMENT'): void {
  expectProblem(answer, status, code);
  for (const name of ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy', 'cache-control'])
    expect(answer.headers, `${status} has ${name}`).toHaveProperty(name);
  expect(answer.body.length).toBeLessThan(2_500);
}

describe('an address', () => {
  it.each(['/%', '/users/%', '/users/%E0%A4%A', '/%zz?x=1'])('that cannot be decoded gives a problem document: %s', async (path) => {
    expectGuarded(await ask({ path, headers: bearer }), 400);
    expectGuarded(await ask({ path, headers: { ...bearer, host: 'evil.example' } }), 403, 'FORBIDDEN');
    expectGuarded(await ask({ path, headers: { ...bearer, origin: 'https://evil.example' } }), 403, 'FORBIDDEN');
  });

  it('of RPC that cannot be decoded gives an RPC error with the same headers', async () => {
    const answer = await ask({ path: '/rpc/%', headers: bearer });
    expect(answer).toMatchObject({ status: 400, headers: { 'x-frame-options': 'DENY' } });
    expect(JSON.parse(answer.body)).toMatchObject({ json: { code: 'INVALID_ARGUMENT', status: 400 } });
  });

  it('with an oversized id gives a problem document', async () => {
    for (const path of [`/users/${'x'.repeat(5_000)}`, `/users/${'%41'.repeat(4_000)}`]) {
      expectGuarded(await ask({ path, headers: bearer }), 414);
      expectGuarded(await ask({ path, headers: { ...bearer, host: 'evil.example' } }), 403, 'FORBIDDEN');
    }
  });

  it.each(['http://evil.example/page', '//evil.example/page', '*', '/../../etc/passwd', '/page/../users/x', '/page%00', '/;/page'])(
    'of another form finds nothing: %s',
    async (path) => {
      const answer = await ask({ path, headers: bearer });
      expect([400, 403, 404]).toContain(answer.status);
      expectGuarded(answer, answer.status, (JSON.parse(answer.body) as { code: string }).code);
    },
  );
});

describe('the Host header', () => {
  const second = (hosts: string): Promise<RawAnswer> =>
    send(`GET /page HTTP/1.1\r\n${hosts}authorization: Bearer ${token}\r\nconnection: close\r\n\r\n`);

  it.each([
    ['twice', 'host: localhost\r\nhost: evil.example\r\n'],
    ['twice the same', 'Host: localhost\r\nhOST: localhost\r\n'],
    ['three times', 'host: localhost\r\nhost: localhost\r\nhost: localhost\r\n'],
    ['not at all', ''],
  ])('given %s is rejected', async (_name, hosts) => expectGuarded(await second(hosts), 400));

  it('given once is accepted', async () => expect((await second('host: localhost\r\n')).status).toBe(200));
});

describe('errors that Node answers by default', () => {
  it.each([
    ['an expectation', 'GET /page HTTP/1.1\r\nhost: localhost\r\nexpect: tea\r\n\r\n', 417, 'UNSUPPORTED'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example:443\r\n\r\n', 405, 'UNSUPPORTED'],
    [
      'length and chunks at once',
      'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      undefined,
    ],
    ['two lengths', 'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello', 400, undefined],
    ['a space in a name', 'GET /page HTTP/1.1\r\nhost : localhost\r\n\r\n', 400, undefined],
    ['a line feed in a value', 'GET /page HTTP/1.1\r\nhost: localhost\nx: y\r\n\r\n', undefined, undefined],
    ['another version', 'GET /page HTTP/9.9\r\nhost: localhost\r\n\r\n', 400, undefined],
  ])('give a problem document: %s', async (_name, text, status, code) => {
    const answer = await send(text);
    expectGuarded(answer, status ?? answer.status, code ?? (JSON.parse(answer.body) as { code: string }).code);
    expect(answer.status).toBeLessThan(500);
  });

  it.each(['TRACE', 'PROPFIND', 'PATCH'])('include an unknown method: %s', async (method) => {
    const answer = await ask({ path: '/page', method, headers: bearer });
    expectGuarded(answer, answer.status, (JSON.parse(answer.body) as { code: string }).code);
    expect([404, 405]).toContain(answer.status);
  });
});

describe('a body', () => {
  it.each([
    ['no multipart at all', 'hello'],
    ['cut off', '--b\r\ncontent-disposition: form-data; name="x"\r\n\r\nab'],
    ['without names', '--b\r\n\r\nx\r\n--b--\r\n'],
    ['empty', ''],
  ])('as multipart that is %s is 400, on REST and on RPC', async (_name, body) => {
    expectGuarded(await ask(form(body)), 400);
    const rpc = await ask({ ...form(body), path: '/rpc/probe/upload' });
    expect(rpc.status).toBe(400);
  });

  it('as multipart without a boundary is 400', async () => {
    expectGuarded(await ask({ ...form('x'), headers: { ...bearer, 'content-type': 'multipart/form-data' } }), 400);
  });

  it('as multipart in place of JSON is 422 or 400, not an internal error', async () => {
    expect((await ask({ ...form(part('value', '1')), path: '/strict/a' })).status).toBe(422);
  });

  it.each([101, 5_000, 200_000])('with %i levels is 400 on REST and on RPC, in JSON, in a form and in an address', async (levels) => {
    expectGuarded(await ask({ path: '/echo', headers: json, body: `{"value":${deep(levels)}}` }), 400);
    expect((await ask({ path: '/rpc/probe/echo', headers: json, body: `{"json":{"value":${deep(levels)}}}` })).status).toBe(400);
    const inForm = part('data', `{"json":{"value":${deep(levels)}}}`);
    expect((await ask({ ...form(inForm), path: '/rpc/probe/echo' })).status).toBe(400);
    if (levels > 7_000) return;
    const query = encodeURIComponent(`{"json":{"value":${deep(Math.min(levels, 2_000))}}}`);
    expect((await ask({ path: `/rpc/probe/page?data=${query}`, headers: bearer })).status).toBe(400);
  });

  it('with a hundred levels, or brackets in its texts, is accepted', async () => {
    const answer = await ask({ path: '/echo', headers: json, body: `{"value":${deep(90)}}` });
    expect(answer.status).toBe(200);
    const text = JSON.stringify({ value: `${'['.repeat(500)}"\\${'{'.repeat(500)}` });
    expect((await ask({ path: '/echo', headers: json, body: text })).body).toBe(text);
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['no JSON', '{"json":'],
    ['nothing', ''],
    ['meta that is no list', '{"json":{"value":1},"meta":7}'],
    ['meta of other things', '{"json":{"value":1},"meta":[7,null,"x"]}'],
    ['meta that points nowhere', '{"json":{"value":1},"meta":[[1,"a","b"]]}'],
    ['meta that reaches for prototypes', '{"json":{"value":1},"meta":[[1,"__proto__","polluted"]]}'],
    ['a number that is no bigint', '{"json":{"value":"x"},"meta":[[0,"value"]]}'],
    ['a broken pattern', '{"json":{"value":"/(/"},"meta":[[5,"value"]]}'],
    ['a broken address', '{"json":{"value":"::"},"meta":[[4,"value"]]}'],
    ['an unknown array', '{"json":{"value":{}},"meta":[["float32","value"],[20,"value"],[21,"value"],[22,"value"]]}'],
  ])('of an RPC call that contains %s is rejected or answered, never an internal error', async (_name, body) => {
    const answer = await ask({ path: '/rpc/probe/strict', headers: json, body });
    expect(answer.status, answer.body).toBeLessThan(500);
    expect((await ask({ path: '/rpc/probe/echo', headers: json, body })).status, answer.body).toBeLessThan(500);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a long value', () => {
  it('is truncated in messages', async () => {
    const long = 'x'.repeat(524_288);
    for (const body of [
      { code: 'NOT_FOUND', message: `There is no “${long}” here`, place: long },
      { code: long, message: long, place: long },
    ]) {
      const answer = await ask({ path: '/fail', headers: json, body: JSON.stringify(body) });
      expect(answer.body.length).toBeLessThan(8_000);
    }
    const named = await ask({
      path: '/fail',
      headers: json,
      body: JSON.stringify({ code: 'NOT_FOUND', message: `There is no “${long}” here` }),
    });
    expect((JSON.parse(named.body) as { detail: string }).detail).toMatch(/^There is no “x{50,150}…” here$/);
    for (const path of [`/nowhere/${'y'.repeat(9_000)}`, `/page?search=a&limit=${'9'.repeat(9_000)}`])
      expect((await ask({ path, headers: bearer })).body.length).toBeLessThan(4_000);
    const key = JSON.stringify({ [long]: 1 });
    expect((await ask({ path: '/strict/a', headers: json, body: key })).body.length).toBeLessThan(4_000);
  });
});
