/** Against a real HTTP server over a socket. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ScoringSettings } from '#engine/model/scoring-service';
import { ScoringCache } from './scoring-cache';
import { HttpScoring } from './scoring-service';

interface Body {
  readonly requests: readonly { readonly user?: string; readonly items: readonly string[] }[];
}
type Answer = (body: Body, response: ServerResponse, request: IncomingMessage) => void;

const folder = mkdtempSync(join(tmpdir(), 'ranklab-scoring-'));
const servers: Server[] = [];
const received: Body[] = [];
let cache = new ScoringCache(join(folder, 'scores.cache'));
let cacheNumber = 0;

beforeEach(() => {
  received.length = 0;
  cache = new ScoringCache(join(folder, `scores-${cacheNumber++}.cache`));
});
afterEach(async () => {
  await cache.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
  if (cacheNumber > 50) rmSync(folder, { recursive: true, force: true });
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = (text === '' ? { requests: [] } : JSON.parse(text)) as Body;
      received.push(body);
      answer(body, response, request);
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`;
}

const settings = (url: string, changes: Partial<ScoringSettings> = {}): ScoringSettings => ({
  url,
  version: '',
  batchPairs: 4,
  concurrency: 2,
  timeoutSeconds: 5,
  retries: 2,
  usdPer1000: 0.5,
  ...changes,
});
const json = (response: ServerResponse, body: unknown, status = 200, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};
/** Length of the user's name times the number in the video's; none for v0. */
const scoreOf = (user: string, video: string): number | null => (video === 'v0' ? null : user.length * Number(video.slice(1)));
const honest: Answer = ({ requests }, response) =>
  json(response, { scores: requests.map(({ user = '', items }) => items.map((item) => scoreOf(user, item))) });
const call = (user: string, ...items: string[]) => ({ context: { user }, items });

it('divides calls into batches, and distinguishes null from 0', async () => {
  const scoring = new HttpScoring(cache);
  const to = settings(await serve(honest));
  const scores = await scoring.score([call('a', 'v0', 'v1', 'v2'), call('bb', 'v3', 'v4', 'v5')], to);
  expect(scores.map((list) => [...list])).toEqual([
    [NaN, 1, 2],
    [6, 8, 10],
  ]);
  expect(received.map(({ requests }) => requests.reduce((sum, { items }) => sum + items.length, 0)).sort()).toEqual([2, 4]);
  expect(scoring.usage(to)).toMatchObject({ requests: 2, retries: 0, scoredPairs: 6, cachedPairs: 0, usd: 0.003 });
});

it('requests only new pairs, also after a restart, and all pairs for another version', async () => {
  const to = settings(await serve(honest));
  await new HttpScoring(cache).score([call('a', 'v0', 'v1')], to);
  const again = new HttpScoring(cache);
  expect([...((await again.score([call('a', 'v1', 'v0', 'v2')], to))[0] ?? [])]).toEqual([1, NaN, 2]);
  expect(received.map(({ requests }) => requests)).toEqual([[asked('a', 'v0', 'v1')], [asked('a', 'v2')]]);
  expect(again.usage(to)).toMatchObject({ scoredPairs: 1, cachedPairs: 2 });
  await again.score([call('a', 'v2', 'v1')], to);
  expect(received).toHaveLength(2);
  await again.score([call('a', 'v2')], { ...to, version: '2' });
  expect(received).toHaveLength(3);
});
const asked = (user: string, ...items: string[]) => ({ user, items });

it('retries transient failures, and names address and message of permanent ones', async () => {
  let tries = 0;
  const busy = await serve((body, response, request) =>
    ++tries < 3 ? json(response, { error: 'warming up' }, 503, { 'retry-after': '0' }) : honest(body, response, request),
  );
  const scoring = new HttpScoring(cache);
  expect([...((await scoring.score([call('a', 'v1')], settings(busy)))[0] ?? [])]).toEqual([1]);
  expect(scoring.usage(settings(busy)).retries).toBe(2);
  tries = -10;
  const failing = scoring.score([call('a', 'v7')], settings(busy));
  await expect(failing).rejects.toMatchObject({
    code: 'PROVIDER_FAILED',
    message: `The scoring service at ${busy} answers with status 503: “warming up”`,
  });
  received.length = 0;
  const wrong = await serve((_, response) => json(response, { detail: 'unknown user' }, 422));
  await expect(scoring.score([call('a', 'v1')], settings(wrong))).rejects.toThrow('unknown user');
  expect(received).toHaveLength(1);
});

it('ends a request that takes too long, and reports an unreachable service', async () => {
  const scoring = new HttpScoring(cache);
  const slow = await serve(() => {});
  await expect(scoring.score([call('a', 'v1')], settings(slow, { timeoutSeconds: 0.1, retries: 0 }))).rejects.toThrow(
    'did not answer within 0.1 s',
  );
  const gone = 'http://127.0.0.1:9/score';
  await expect(scoring.score([call('a', 'v1')], settings(gone, { retries: 0 }))).rejects.toMatchObject({
    code: 'PROVIDER_FAILED',
    message: `The scoring service at ${gone} cannot be reached`,
  });
});

it('can be cancelled during a request', async () => {
  const slow = await serve(() => {});
  const signal = { aborted: false };
  const asking = new HttpScoring(cache).score([call('a', 'v1')], settings(slow), { signal });
  setTimeout(() => (signal.aborted = true), 50);
  await expect(asking).rejects.toMatchObject({ code: 'CANCELLED' });
});

it.each([
  ['a list too short', { scores: [[1]] }, 'answers with 1 score for 2 items'],
  [
    'a list too many',
    {
      scores: [
        [1, 2],
        [3, 4],
      ],
    },
    'answers with 2 lists for 1 request',
  ],
  ['text for a number', { scores: [['1', 2]] }, 'answers without a list of scores'],
  ['a number that float32 does not hold', { scores: [[1e300, 2]] }, 'gives v1 a score that is too large'],
  ['no scores', {}, 'answers without a list of scores'],
])('rejects %s', async (_what, answer, message) => {
  const url = await serve((_, response) => json(response, answer));
  await expect(new HttpScoring(cache).score([call('a', 'v1', 'v2')], settings(url))).rejects.toThrow(message);
});

it('limits the size of a response, and follows no redirect to another origin', async () => {
  const scoring = new HttpScoring(cache);
  const flood = await serve((_, response) => response.writeHead(200).end('9'.repeat(1_000_000)));
  await expect(scoring.score([call('a', 'v1')], settings(flood))).rejects.toThrow('The scoring service answers with more than');
  const target = await serve(honest);
  const away = await serve((_, response) => response.writeHead(307, { location: target }).end());
  received.length = 0;
  await expect(scoring.score([call('a', 'v1')], settings(away))).rejects.toThrow('users, videos and the token are not sent there');
  expect(received).toHaveLength(1);
});

it('sends the token from the environment, and names the missing variable', async () => {
  const seen: (string | undefined)[] = [];
  const url = await serve((body, response, request) => {
    seen.push(request.headers.authorization);
    honest(body, response, request);
  });
  process.env['RANKLAB_SCORER_TOKEN'] = 'secret-of-this-test';
  await new HttpScoring(cache).score([call('a', 'v1')], settings(url, { tokenFrom: 'RANKLAB_SCORER_TOKEN' }));
  delete process.env['RANKLAB_SCORER_TOKEN'];
  expect(seen).toEqual(['Bearer secret-of-this-test']);
  const without = new HttpScoring(cache).score([call('a', 'v2')], settings(url, { tokenFrom: 'RANKLAB_SCORER_TOKEN' }));
  await expect(without).rejects.toThrow('The environment has no RANKLAB_SCORER_TOKEN');
});

it('keeps its file of answers within the limit: what was used least recently is asked for again, and then kept again', async () => {
  const path = join(folder, 'bounded.cache');
  // An answer about one video takes 60 bytes; of the fifth, three stay.
  const bounded = new ScoringCache(path, 270);
  const scoring = new HttpScoring(bounded);
  const to = settings(await serve(honest));
  const askedFor = async (user: string): Promise<number> => {
    const before = received.length;
    expect([...((await scoring.score([call(user, 'v1')], to))[0] ?? [])]).toEqual([user.length]);
    return received.length - before;
  };
  for (const user of ['a', 'bb', 'ccc', 'dddd']) expect(await askedFor(user)).toBe(1);
  expect(await askedFor('a')).toBe(0);
  expect(await askedFor('eeeee')).toBe(1);
  expect(statSync(path).size).toBeLessThanOrEqual(270);
  expect([await askedFor('a'), await askedFor('dddd'), await askedFor('eeeee')]).toEqual([0, 0, 0]);
  expect([await askedFor('bb'), await askedFor('bb')]).toEqual([1, 0]);
  await bounded.close();
  const reopened = new ScoringCache(path, 270);
  expect(await reopened.facts()).toEqual({ bytes: statSync(path).size, mostBytes: 270, answers: statSync(path).size / 60 });
  await reopened.close();
});

it('forgets every answer when cleared, and keeps those that come later', async () => {
  const scoring = new HttpScoring(cache);
  const to = settings(await serve(honest));
  await scoring.score([call('a', 'v1', 'v2')], to);
  await scoring.score([call('a', 'v3')], to);
  await cache.clear();
  expect(await cache.facts()).toMatchObject({ bytes: 0, answers: 0 });
  const before = received.length;
  await scoring.score([call('a', 'v1', 'v3')], to);
  await scoring.score([call('a', 'v1', 'v3')], to);
  expect(received.length - before).toBe(1);
});
