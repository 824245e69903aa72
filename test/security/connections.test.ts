/** Deliberately slow clients must not hold descriptors for long, block other clients or keep responses in memory. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { connectionLimit } from '#service/http/descriptors';
import type { HttpHost } from '#service/http/host';
import { bearer, echo, expectProblem, json, start, stopAll, token } from './http-fixture';
import { open, parseAnswer, raw, readAll } from './raw-http';

const opened: Socket[] = [];
afterEach(() => opened.splice(0).forEach((socket) => socket.destroy()));
afterAll(stopAll);

const whole = `GET /page HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`;

/** A client that sends the beginning of a request and never closes its side, whatever the response. */
function idleClient(
  host: HttpHost,
  text: string,
  localAddress?: string,
): { readonly socket: Socket; isEnded(): boolean; isGone(): boolean; receivedText(): string } {
  const { hostname, port } = new URL(host.url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true, ...(localAddress !== undefined && { localAddress }) });
  let receivedText = '';
  let gone = false;
  let ended = false;
  socket.on('end', () => (ended = true));
  socket.on('error', () => (gone = true));
  socket.on('data', (chunk) => (receivedText += String(chunk)));
  socket.on('close', () => (gone = true));
  socket.write(text);
  opened.push(socket);
  return { socket, isEnded: () => ended || gone, isGone: () => gone, receivedText: () => receivedText };
}

/** Whether the other side has closed the connection: writing to a closed one fails. */
async function isDropped({ socket, isGone }: ReturnType<typeof idleClient>): Promise<boolean> {
  for (let i = 0; i < 3 && !isGone(); i++) {
    socket.write('x');
    await sleep(20);
  }
  return isGone();
}

describe('a slow client', () => {
  it.each([
    ['half a head', 'GET /page HTTP/1.1\r\nhost: loc'],
    [
      'half a body',
      `POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\nauthorization: Bearer ${token}\r\n\r\n{`,
    ],
    ['nonsense', 'hello?\r\n\r\n'],
  ])('gets an answer and is disconnected, even if it keeps its side open: %s', async (_name, text) => {
    const host = await start({ requestTimeoutMs: 300 });
    const client = idleClient(host, text);
    for (let i = 0; i < 100 && client.receivedText() === ''; i++) await sleep(50);
    expectProblem(
      parseAnswer(client.receivedText()),
      text.startsWith('hello') ? 400 : 408,
      text.startsWith('hello') ? 'INVALID_ARGUMENT' : 'TIMED_OUT',
    );
    await sleep(700);
    expect(await isDropped(client)).toBe(true);
  });

  it('that does not read a large response is disconnected; one that reads slowly is not', async () => {
    const host = await start({ stalledMs: 1_000 });
    const ask = `GET /large?bytes=30000000 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`;
    const [deaf, slow] = [open(host.url), open(host.url)];
    opened.push(deaf, slow);
    deaf.pause();
    deaf.write(ask);
    let received = 0;
    slow.on('data', (chunk: Buffer) => {
      received += chunk.length;
      slow.pause();
      setTimeout(() => slow.resume(), 10);
    });
    slow.write(ask);
    await sleep(4_000);
    let receivedBytes = 0;
    deaf.on('data', (chunk: Buffer) => (receivedBytes += chunk.length));
    deaf.resume();
    await Promise.all([readAll(deaf), readAll(slow)]);
    expect(receivedBytes).toBeLessThan(25_000_000);
    expect(received).toBeGreaterThan(30_000_000);
  });

  it('is not disconnected while its response is computed', async () => {
    const host = await start({ stalledMs: 300 });
    const answer = await raw(host.url, { path: '/count?to=2&everyMs=1200', headers: bearer });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('event: done');
  });
});

describe('many connections', () => {
  const half = 'POST /echo HTTP/1.1\r\nhost: localhost\r\n';

  it('without complete requests block no other client', async () => {
    const host = await start({ maxConnections: 20, maxConnectionsPerAddress: 20 });
    const crowd = Array.from({ length: 60 }, () => idleClient(host, half));
    await sleep(200);
    for (let i = 0; i < 10; i++) expect((await raw(host.url, echo(json))).status).toBe(200);
    expect(crowd.filter(({ isEnded }) => isEnded()).length).toBeGreaterThanOrEqual(40);
  });

  it('from one address leave room for another', async () => {
    const host = await start({ maxConnections: 20, maxConnectionsPerAddress: 12, host: '0.0.0.0', allowedHosts: ['127.0.0.1'] });
    const url = host.url.replace('0.0.0.0', '127.0.0.1');
    const other = idleClient({ ...host, url }, half, '127.0.0.2');
    await sleep(50);
    const crowd = Array.from({ length: 40 }, () => idleClient({ ...host, url }, half, '127.0.0.3'));
    await sleep(200);
    expect(crowd.filter(({ isEnded }) => !isEnded())).toHaveLength(12);
    expect(other.isEnded()).toBe(false);
    expect((await raw(url, echo(json))).status).toBe(200);
  });

  it('with running requests cause 503 for a new one, which is accepted afterwards', async () => {
    const host = await start({ maxConnections: 4, maxConnectionsPerAddress: 4 });
    const busy = Array.from({ length: 4 }, () => idleClient(host, whole.replace('/page', '/count?to=1000&everyMs=20')));
    await sleep(200);
    expectProblem(await raw(host.url, echo(json)), 503, 'RATE_LIMITED');
    for (const { socket } of busy) socket.destroy();
    await sleep(200);
    expect((await raw(host.url, echo(json))).status).toBe(200);
  });
});

describe('file descriptors', () => {
  it.each([
    [128, 42],
    [256, 128],
    [1_024, 768],
    [1_048_576, 4_096],
    [undefined, 4_096],
  ])('of %s, connections use at most %s', (descriptors, connections) => {
    expect(connectionLimit(descriptors)).toBe(connections);
  });
});
