/**
 * Servers that limit the number or the length of texts and report it in different words: all texts are embedded, and the
 * limits are remembered.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embedRemotely, type RemoteSettings } from '#engine/embeddings/providers/remote/embed-texts';
import { createOpenAiEmbedder } from './openai-embeddings';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
type Responder = (input: readonly string[]) => Answer | undefined;

const vectorOf = (text: string): number[] => [text.length, text.charCodeAt(0), 1];
const tokensOf = (text: string): number => text.split(' ').length;
const openAi = (status: number, message: string): Answer => ({ status, body: { error: { message, type: 'invalid_request_error' } } });

let server: Server;
let baseUrl: string;
let respond: Responder;
let encode: (vector: number[]) => unknown;
let requests: string[][];
beforeEach(async () => {
  requests = [];
  encode = (vector) => vector;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { input } = JSON.parse(Buffer.concat(chunks).toString()) as { input: string[] };
      requests.push(input);
      const data = input.map((text, index) => ({ index, embedding: encode(vectorOf(text)) }));
      const { status, body } = respond(input) ?? { status: 200, body: { data, usage: { total_tokens: input.length } } };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const embed = (texts: readonly string[], more: Partial<RemoteSettings> = {}) =>
  embedRemotely(
    texts,
    { model: 'm', baseUrl, batchTexts: 256, batchTokens: 100_000, concurrency: 1, ...more },
    createOpenAiEmbedder({ apiKey: () => 'none', retries: 1, backOffMs: 1 }),
    undefined,
  );
const texts = Array.from({ length: 100 }, (_, at) => `text ${at}`);
const atMost =
  (most: number, refuse: (given: number) => Answer): Responder =>
  (input) =>
    input.length > most ? refuse(input.length) : undefined;

describe('a service that accepts few texts per request', () => {
  it.each<[string, Responder, number[]]>([
    [
      'says how many',
      atMost(32, (given) => ({
        status: 422,
        body: { error: `batch size ${given} > maximum allowed batch size 32`, error_type: 'Validation' },
      })),
      [100, 32, 32, 32, 4],
    ],
    [
      'says how many as OpenAI does',
      atMost(10, () => openAi(400, 'array too long, at most 10 inputs')),
      [100, ...Array<number>(10).fill(10)],
    ],
    [
      'only says that it is too much',
      atMost(30, () => ({ status: 413, body: '<html><h1>413 Request Entity Too Large</h1></html>' })),
      [100, 50, 25, 25, 25, 25],
    ],
    [
      'does not say so in words that are known',
      atMost(30, () => openAi(400, 'input 数组长度不能超过 30')),
      // One text alone shows that the others are too many.
      [100, 1, 50, 1, 25, 25, 25, 23],
    ],
  ])('and %s', async (_name, refuses, sizes) => {
    respond = refuses;
    const limits = {};
    const { vectors, usage } = await embed(texts, { limits });
    expect(vectors.map((vector) => [...vector])).toEqual(texts.map(vectorOf));
    expect(requests.map(({ length }) => length)).toEqual(sizes);
    expect(usage).toMatchObject({ requestedTexts: 100, cutTexts: 0, tokens: 100 });
    // The limits are remembered: later requests are not refused.
    requests.length = 0;
    await embed(texts, { limits });
    expect(Math.max(...requests.map(({ length }) => length))).toBe(sizes.at(-2));
  });

  it('is not taken for one that refuses every text, or one text among others', async () => {
    const limits = {};
    respond = () => openAi(400, 'dimensions are fixed');
    await expect(embed(texts, { limits })).rejects.toThrow('failed with status 400: “dimensions are fixed”');
    expect(requests.map(({ length }) => length)).toEqual([100, 1]);
    respond = (input) => (input.includes('text 70') ? openAi(400, 'no such words here') : undefined);
    await expect(embed(texts, { limits })).rejects.toThrow('failed with status 400: “no such words here”');
    expect(limits).toEqual({});
  });

  it('embeds everything with concurrent requests', async () => {
    respond = atMost(7, () => openAi(400, 'too many inputs'));
    const { vectors } = await embed(texts, { concurrency: 8, batchTexts: 20 });
    expect(vectors.map((vector) => [...vector])).toEqual(texts.map(vectorOf));
  });
});

describe('a text that is too long', () => {
  const long = Array.from({ length: 300 }, (_, at) => `word${at}`).join(' ');
  const mixed = ['short one', long, 'another one', 'a third one'];
  const limited =
    (refuse: (tokens: number) => Answer): Responder =>
    (input) => {
      const most = Math.max(...input.map(tokensOf));
      return most > 64 ? refuse(most) : undefined;
    };
  it.each<[string, Responder]>([
    [
      'as vLLM says it',
      limited((tokens) => ({
        status: 400,
        body: {
          object: 'error',
          message: `The model's maximum context length is 64 tokens. However, you requested ${tokens} tokens`,
          code: 400,
        },
      })),
    ],
    [
      'as a text server of Rust says it',
      limited((tokens) => ({
        status: 413,
        body: { error: `inputs must have less than 65 tokens. Given: ${tokens}`, error_type: 'Validation' },
      })),
    ],
    ['the wording of Ollama', limited(() => ({ status: 400, body: { error: 'the input length exceeds the context length' } }))],
    [
      'as llama.cpp says it',
      limited((tokens) => ({
        status: 500,
        body: { error: { code: 500, message: `input (${tokens} tokens) is too large to process`, type: 'server_error' } },
      })),
    ],
  ])('is truncated to the service’s limit, and counted: %s', async (_name, refuses) => {
    respond = refuses;
    const { vectors, usage } = await embed(mixed);
    expect(usage).toMatchObject({ requestedTexts: 4, cutTexts: 1 });
    const sent = requests.flat().findLast((text) => text.startsWith('word0'))!;
    expect(long.startsWith(sent)).toBe(true);
    expect(tokensOf(sent)).toBeGreaterThan(20);
    expect(tokensOf(sent)).toBeLessThanOrEqual(64);
    expect(vectors.map((vector) => [...vector])).toEqual([
      vectorOf('short one'),
      vectorOf(sent),
      vectorOf('another one'),
      vectorOf('a third one'),
    ]);
  });

  it('gives an error in the service’s words if no length is accepted', async () => {
    respond = () => ({ status: 413, body: { detail: [{ loc: ['body'], msg: 'no text is short enough' }] } });
    await expect(embed(['some text of a video'])).rejects.toThrow(
      'The embedding service failed with status 413: “no text is short enough”',
    );
    expect(requests.length).toBeLessThan(10);
  });
});

describe('responses', () => {
  it('in base64 are decoded, whatever format was requested', async () => {
    respond = () => undefined;
    encode = (vector) => Buffer.from(Float32Array.from(vector).buffer).toString('base64');
    expect((await embed(texts.slice(0, 3))).vectors.map((vector) => [...vector])).toEqual(texts.slice(0, 3).map(vectorOf));
  });

  it.each(['AAA=', '', 'not base64!', 7])('that are no vector (%j) are rejected', async (answer) => {
    respond = () => undefined;
    encode = () => answer;
    await expect(embed(['a'])).rejects.toThrow(/Vector 1 of 1 is missing/);
  });

  it.each<[Answer, string]>([
    [openAi(400, 'dimensions are fixed'), 'failed with status 400: “dimensions are fixed”'],
    [openAi(401, 'who are you'), 'refused the key: “who are you”'],
    [{ status: 404, body: { error: 'model "m" not found, try pulling it first' } }, 'wrong: “model "m" not found, try pulling it first”'],
    [{ status: 429, body: { message: 'slow down', code: 429 } }, 'request rate: “slow down”'],
    [{ status: 503, body: 'upstream is down' }, 'failed with status 503: “upstream is down”'],
    [{ status: 400, body: { error: 'Bad Request', message: 'input must be a text' } }, 'failed with status 400: “input must be a text”'],
    [
      { status: 400, body: [{ error: { code: 400, message: 'a list of one', status: 'INVALID_ARGUMENT' } }] },
      'status 400: “a list of one”',
    ],
    [{ status: 400, body: { ErrorMessage: 'in capital letters' } }, 'failed with status 400: “in capital letters”'],
    [{ status: 400, body: { error: { type: 'x', description: 'deeper within' } } }, 'failed with status 400: “deeper within”'],
    [{ status: 400, body: { error: 'invalid_model' } }, 'failed with status 400: “invalid_model”'],
    [{ status: 400, body: { detail: 'no such field' } }, 'failed with status 400: “no such field”'],
  ])('with an error keep the service’s message: %j', async (answer, message) => {
    respond = () => answer;
    await expect(embed(['a'])).rejects.toThrow(message);
  });
});
