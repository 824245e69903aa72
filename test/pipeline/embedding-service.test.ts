import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema } from '#shared/schemas/model';
import { createRuntime } from '#service/runtime';
import { variant } from '../fixtures';

const canary = 'sk-canary-5f2b9c';
const folder = join(mkdtempSync(join(tmpdir(), 'ranklab-openai-')), 'workspace');
let server: Server;
let textsAsked = 0;

/** Implements the embeddings endpoint of OpenAI's protocol; a text's vector depends only on the text. */
beforeAll(async () => {
  process.env['OPENAI_API_KEY'] = canary;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      expect(request.headers.authorization).toBe(`Bearer ${canary}`);
      const { input } = JSON.parse(body) as { input: string[] };
      textsAsked += input.length;
      const data = input.map((text, index) => ({
        object: 'embedding',
        index,
        embedding: [...createHash('sha256').update(text).digest().subarray(0, 8)].map((byte) => byte / 255 - 0.5),
      }));
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ object: 'list', data, model: 'tiny', usage: { prompt_tokens: input.length, total_tokens: input.length } }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  delete process.env['OPENAI_API_KEY'];
});

function* filesUnder(path: string): Generator<string> {
  for (const name of readdirSync(path)) {
    const inside = join(path, name);
    if (statSync(inside).isDirectory()) yield* filesUnder(inside);
    else yield inside;
  }
}

it('embeds through a compatible server, never pays twice across a restart, and keeps the key out of the workspace', async () => {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const settings = buildSettingsSchema.parse({
    embeddings: { provider: 'openai', params: { model: 'tiny', baseUrl } },
    factors: { factorCount: 4 },
  });
  const first = createRuntime();
  await first.session.create(folder, 'openai');
  await first.session.current().generate(generatorParamsSchema.parse({ users: 40, videos: 60, interactions: 600 }));
  const { models } = first.session.current();
  const estimate = (await models.estimate(settings))!;
  expect(estimate).toMatchObject({ provider: 'openai', model: 'tiny', cachedTexts: 0, priceUsd: null });
  expect(textsAsked, 'an estimate sends nothing').toBe(0);
  expect(await models.estimate(buildSettingsSchema.parse({}))).toBeNull();
  const report = await models.build(settings, undefined, ['serving']);
  expect(report.embeddings).toMatchObject({ provider: 'openai', dimensions: 8, count: 60 });
  const paid = textsAsked;
  expect(paid).toBeGreaterThan(0);
  expect(estimate.texts).toBe(paid);
  expect(report.embeddings!.usage).toEqual({ requestedTexts: paid, cachedTexts: 0, cutTexts: 0, tokens: paid, priceUsd: null });
  // All vectors are cached: requesting them again would be free, but not with another model.
  expect(await models.estimate(settings)).toMatchObject({ texts: 0, cachedTexts: paid, tokens: 0 });
  const another = buildSettingsSchema.parse({ embeddings: { provider: 'openai', params: { model: 'text-embedding-3-large' } } });
  const dear = (await models.estimate(another))!;
  expect(dear).toMatchObject({ texts: paid, cachedTexts: 0, tokens: estimate.tokens });
  expect(dear.priceUsd).toBeCloseTo((0.13 * estimate.tokens) / 1e6, 12);
  expect(await models.status()).toMatchObject({ spent: [{ model: 'tiny', baseUrl, texts: paid, tokens: paid, priceUsd: null }] });
  await first.shutDown();

  const second = createRuntime();
  await second.session.open(folder);
  const workspace = second.session.current();
  const again = await workspace.models.build({ ...settings, factors: { ...settings.factors, factorCount: 5 } }, undefined, ['serving']);
  expect(textsAsked).toBe(paid);
  // Unchanged: the same vectors with their original date, and no requests.
  expect(again.embeddings).toEqual({ ...report.embeddings, usage: undefined });
  const { items } = await workspace.lists.recommend({
    context: { query: 'anything' },
    limit: 5,
    variant: variant(),
    exclude: [],
    side: 'serving',
    relevance: { rule: 'any' },
  });
  expect(items).toHaveLength(5);
  expect(textsAsked).toBe(paid + 1);
  expect((await workspace.models.status()).spent).toEqual([{ model: 'tiny', baseUrl, texts: paid + 1, tokens: paid + 1, priceUsd: null }]);
  expect(await workspace.models.explainText('anything'), 'a service does not say how it reads').toBeNull();
  await second.shutDown();
  for (const file of filesUnder(folder)) expect(readFileSync(file).includes(canary), file).toBe(false);
});
