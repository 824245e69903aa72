/** A build is killed between the responses of an embedding service; the next one requests only the vectors that are not on disk. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EmbeddingEstimate } from '#shared/schemas/embedding-cost';

const root = mkdtempSync(join(tmpdir(), 'ranklab-paid-'));
const workspace = join(root, 'workspace');
const cli = resolve(import.meta.dirname, '../../out/node/cli.js');
const env = { ...process.env, OPENAI_API_KEY: 'sk-test', RANKLAB_CONFIG_DIR: join(root, 'config') };
let server: Server;
let requests: string[][] = [];
let onRequest: (times: number) => void = () => {};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { input } = JSON.parse(body) as { input: string[] };
      requests.push(input);
      onRequest(requests.length);
      response.setHeader('content-type', 'application/json');
      const data = input.map((text, index) => ({ index, embedding: [text.length, index + 1, 1] }));
      response.end(JSON.stringify({ data, usage: { total_tokens: 7 * input.length } }));
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const size = ['--users', '40', '--videos', '80', '--interactions', '600', '--factors', '4'];
  expect(spawnSync(process.execPath, [cli, 'pipeline', '--workspace', workspace, '--quiet', ...size], { env }).status).toBe(0);
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

const build = (...more: string[]) => {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const provider = ['--provider', 'openai', '--embedding-model', 'tiny', '--base-url', baseUrl];
  const args = ['--provider-params', '{"batchTexts":4,"concurrency":1}', '--factors', '4', '--quiet', '--json', ...more];
  return spawn(process.execPath, [cli, 'build', '--workspace', workspace, ...provider, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
};
async function answerOf<Value>(child: ReturnType<typeof build>): Promise<Value> {
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  expect(await new Promise((settle) => child.once('close', settle))).toBe(0);
  return JSON.parse(text) as Value;
}

it('a killed process does not pay again for stored embeddings', async () => {
  const whole = await answerOf<EmbeddingEstimate>(build('--estimate'));
  expect([whole.cachedTexts, requests.length]).toEqual([0, 0]);

  const child = build();
  onRequest = (times) => times === 6 && child.kill('SIGKILL');
  await new Promise((settle) => child.once('close', settle));
  onRequest = () => {};
  // With one request at a time, earlier responses were saved before the last request was sent.
  const left = await answerOf<EmbeddingEstimate>(build('--estimate'));
  expect(left.cachedTexts).toBeGreaterThanOrEqual(20);
  expect(left.texts + left.cachedTexts).toBe(whole.texts);
  const kept = new Set(requests.slice(0, left.cachedTexts / 4).flat());

  requests = [];
  const report = await answerOf<{ embeddings: { usage: object } }>(build());
  expect(requests.flat()).toHaveLength(left.texts);
  expect(requests.flat().filter((text) => kept.has(text))).toEqual([]);
  expect(new Set(requests.flat()).size).toBe(left.texts);
  expect(report.embeddings.usage).toEqual({
    requestedTexts: left.texts,
    cutTexts: 0,
    cachedTexts: left.cachedTexts,
    tokens: 7 * left.texts,
    priceUsd: null,
  });
});
