import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createOpenAiEmbedder } from './openai-embeddings';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server that gives every request this response; returns its address and the requests it received. */
async function serverOf(answer: Answer): Promise<{ readonly origin: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json');
    request.resume().on('end', () => answer(response, request));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const embedder = createOpenAiEmbedder({ apiKey: () => 'sk-canary-0123456789abcdef', timeoutMs: 20_000, retries: 3, backOffMs: 5 });
const embed = (origin: string, texts: readonly string[] = ['alpha'], dimensions?: number) =>
  embedder(texts, { model: 'm', baseUrl: `${origin}/v1`, ...(dimensions !== undefined && { dimensions }) });

/** Sends `piece` repeatedly for as long as the client reads. */
const flood =
  (head: string, piece: string, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.write(head);
    const writeAll = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', writeAll).on('error', () => undefined);
    writeAll();
  };

const packed = gzipSync(Buffer.alloc(300_000_000, ' '));
const unpacking: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  response.end(packed);
};

describe('response of an embedding service', () => {
  it.each<[string, Answer, RegExp]>([
    ['numbers', flood('{"data":[{"index":0,"embedding":[1', ',1'.repeat(50_000)), /more than the [\d,]+ bytes/],
    ['white space', flood('{', ' '.repeat(100_000)), /more than the [\d,]+ bytes/],
    ['an endless error', flood('', 'x'.repeat(100_000), 400), /^The embedding service failed with status \d+: /],
    ['a small file that unpacks to a large one', unpacking, /more than the [\d,]+ bytes/],
  ])('is read up to the size that the batch can need, and requested once: %s', async (_name, answer, message) => {
    const { origin, asked } = await serverOf(answer);
    const before = process.memoryUsage().arrayBuffers;
    await expect(embed(origin, ['alpha'], 3)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringMatching(message) as string,
      details: { place: `${origin}/v1` },
    });
    expect(asked).toHaveLength(1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('is read completely for a batch of the longest vectors', async () => {
    const batch = Array.from({ length: 32 }, (_, i) => `text ${i}`);
    const vector = Array.from({ length: 8_192 }, (_, d) => -(d + 1) * Math.E * 1e-7);
    const { origin } = await serverOf((response) =>
      response.end(JSON.stringify({ data: batch.map((_, index) => ({ index, embedding: vector })) })),
    );
    const answer = await embed(origin, batch);
    expect('vectors' in answer && answer.vectors.map((each) => each?.length)).toEqual(batch.map(() => 8_192));
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('to another origin receives neither texts nor key (%i)', async (status) => {
    const other = await serverOf((response) => response.end('{}'));
    const { origin, asked } = await serverOf((response) => response.writeHead(status, { location: `${other.origin}/v1/embeddings` }).end());
    await expect(embed(origin)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining(`redirects to ${other.origin}`) as string,
    });
    expect(other.asked).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('within the origin is followed with the whole request', async () => {
    const { origin, asked } = await serverOf((response, { url }) =>
      url === '/v1/embeddings'
        ? response.writeHead(307, { location: '/v2/embeddings' }).end()
        : response.end(JSON.stringify({ data: [{ index: 0, embedding: [1, 2] }] })),
    );
    expect(await embed(origin)).toEqual({ vectors: [[1, 2]] });
    expect(asked).toEqual(['POST /v1/embeddings', 'POST /v2/embeddings']);
  });

  it('loop is aborted', async () => {
    const { origin } = await serverOf((response, { url }) => response.writeHead(307, { location: url ?? '' }).end());
    await expect(embed(origin)).rejects.toMatchObject({ message: 'The embedding service keeps redirecting' });
  });
});
