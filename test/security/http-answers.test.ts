import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHost } from '#service/http/host';
import { events } from '../transport/probe';
import { bearer, echo, expectProblem, json, logLines, start, stopAll, token } from './http-fixture';
import { open, parseAnswer, raw, readAll, type RawAnswer, type RawRequest } from './raw-http';

let host: HttpHost;
beforeAll(async () => {
  host = await start();
});
afterAll(stopAll);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in use by JavaScript, buffers included. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const ask = (request: RawRequest, url = host.url): Promise<RawAnswer> => raw(url, request);

describe('responses', () => {
  it('report an unexpected error without its stack', async () => {
    const answer = await ask({ path: '/crash', method: 'POST', headers: bearer });
    expectProblem(answer, 500, 'INTERNAL');
    expect(answer.body).not.toMatch(/\.ts|node_modules/);
  });

  it.each([
    ['GET', '/echo', 'POST'],
    ['DELETE', '/users/ann%20b', 'GET, HEAD'],
    ['PATCH', '/page?n=1', 'GET, HEAD'],
  ])('list the methods of a path: %s %s', async (method, path, allowed) => {
    const answer = await ask({ path, method, headers: bearer });
    expectProblem(answer, 405, 'UNSUPPORTED');
    expect(answer.headers['allow']).toBe(allowed);
    expectProblem(await ask({ path: `${path.split('?')[0]}/no/such`, method, headers: bearer }), 404, 'NOT_FOUND');
    expectProblem(await ask({ path, method }), 401, 'UNAUTHORIZED');
  });

  it('have a request id, also one from the client if it is well-formed', async () => {
    const [one, two] = [await ask({ path: '/page', headers: bearer }), await ask({ path: '/page', headers: bearer })];
    expect(one.headers['x-request-id']).not.toBe(two.headers['x-request-id']);
    expect((await ask({ path: '/page', headers: { ...bearer, 'x-request-id': 'trace-12345' } })).headers['x-request-id']).toBe(
      'trace-12345',
    );
    expect((await ask({ path: '/page', headers: { ...bearer, 'x-request-id': 'x{evil}' } })).headers['x-request-id']).not.toContain('evil');
  });

  it('serve the interface to browsers only, under the strict policy', async () => {
    const page = await ask({ path: '/', headers: { accept: 'text/html,*/*' } });
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>RankLab</title>') });
    expectProblem(await ask({ path: '/' }), 401, 'UNAUTHORIZED');
    expect((await ask({ path: '/', headers: bearer })).body).toBe('{"status":"ok"}');
    const policy = page.headers['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*/);
    const [, nonce] = /style-src 'self' 'nonce-([\w+/]{22}==)'/.exec(policy) ?? [];
    expect(page.body).toContain(`nonce="${nonce}"`);
    for (const path of ['/', '/index.html']) {
      const again = await ask({ path, headers: { accept: 'text/html' } });
      expect(again.body).toMatch(/nonce="[\w+/]{22}=="/);
      expect(again.body).not.toContain(nonce);
    }
    expect((await ask({ path: '/docs' })).headers['content-security-policy']).toContain("style-src 'self';");
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
  ])('serve no file outside the interface: %s', async (path) => {
    const answer = await ask({ path, headers: bearer });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('outside of the interface');
  });

  it('serve documentation locally, without inline script', async () => {
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

  it('describe every route in OpenAPI 3.1', async () => {
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

  it('stream events, report their failure, and stop when the client leaves', async () => {
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

  it('tolerate clients that disconnect mid-response, with constant memory', async () => {
    await ask(echo(json));
    const before = heldBytes();
    const leave = async (): Promise<void> => {
      const socket = open(host.url);
      socket.write(`GET /large?bytes=4000000 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
    };
    for (let i = 0; i < 40; i++) await leave(); // requests 160 MB in total
    // Memory in use, without what the allocator retains; the last responses end when their sockets do.
    await expect.poll(() => heldBytes() - before, { timeout: 20_000 }).toBeLessThan(40e6);
    expect((await ask(echo(json))).status).toBe(200);
  });

  it('abort the work for a client that left', async () => {
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
  it('uses the next free port, or reports the conflict', async () => {
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

  it('is not reachable from another machine by default', () => {
    expect(new URL(host.url).hostname).toBe('127.0.0.1');
  });

  it('generates a long token for each run', async () => {
    const [one, two] = [await start({ token: undefined }), await start({ token: undefined })];
    expect(one.token).toMatch(/^[\w-]{32}$/);
    expect(one.token).not.toBe(two.token);
    await expect(start({ token: 'short' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('finishes running requests before it stops, and accepts no new ones', async () => {
    const stopping = await start({ closeGraceMs: 10_000 });
    const socket = open(stopping.url);
    const answer = readAll(socket);
    socket.write(`GET /large?bytes=3000000 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve)); // the response has begun
    await stopping.close();
    expect(parseAnswer(await answer).body.length).toBeGreaterThan(3_000_000);
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
  it('appear in no log line and no response', async () => {
    await ask({ path: `/page?search=${token}&token=${token}`, headers: bearer });
    await ask({ path: '/fail', headers: json, body: JSON.stringify({ code: 'IO_FAILED', message: `key ${token}`, place: token }) });
    const answer = await ask({ path: `/users/${token}`, headers: bearer });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain(token);
    expect(logLines.length).toBeGreaterThan(20);
    expect(logLines.join('')).not.toContain(token);
    expect((await ask({ path: '/metrics', headers: bearer })).body).not.toContain(token);
  });
});
