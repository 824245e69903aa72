import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ranklab, temporaryFolder } from './run-cli';

const workspace = join(temporaryFolder(), 'workspace');
const json = (verb: string, ...more: string[]): Record<string, unknown> => {
  const { status, stdout, stderr } = ranklab(verb, '--workspace', workspace, '--json', ...more);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
};
const found = (query: string): string[] =>
  (json('recommend', '--query', query, '--limit', '5')['items'] as { videoId: string }[]).map(({ videoId }) => videoId);

beforeAll(() => {
  const size = ['--users', '60', '--videos', '200', '--interactions', '1500', '--factors', '8'];
  expect(ranklab('pipeline', '--workspace', workspace, '--quiet', ...size).status).toBe(0);
});

it('adds, edits, removes and restores a video, and logs interactions with it, in separate processes', () => {
  const content = ['--title', 'Sourdough bread for beginners', '--tags', 'bread, flour', '--categories', 'Cooking'];
  expect(json('add-video', '--id', 'mine', ...content, '--published', '2024-05-01')).toEqual({ videoId: 'mine' });
  expect(found('sourdough bread')).toContain('mine');

  expect(json('edit-video', '--id', 'mine', '--duration', '90')).toMatchObject({
    title: 'Sourdough bread for beginners',
    tags: ['bread', 'flour'],
    publishedAtMs: Date.UTC(2024, 4, 1),
    durationSeconds: 90,
  });
  json('log-interaction', '--user', 'newcomer', '--video', 'mine', '--value', '0.5', '--time', '2024-06-01T10:00:00Z');
  const newcomerList = (json('recommend', '--user', 'newcomer')['items'] as { videoId: string }[]).map(({ videoId }) => videoId);
  expect(newcomerList).toHaveLength(10);
  expect(newcomerList).not.toContain('mine');

  json('remove-video', '--id', 'mine');
  expect(found('sourdough bread')).not.toContain('mine');
  const refused = ranklab('log-interaction', '--workspace', workspace, '--user', 'u01', '--video', 'mine');
  expect([refused.status, refused.stderr.split('\n')[0]]).toEqual([1, 'ranklab: Unknown video “mine”']);
  json('restore-video', '--id', 'mine');
  expect(found('sourdough bread')).toContain('mine');
});

it('rejects an invalid video with a clear message', () => {
  const untitled = ranklab('add-video', '--workspace', workspace, '--id', 'x');
  expect(untitled.stderr).toContain('title');
  expect(untitled.status).toBe(2);
  expect(ranklab('add-video', '--workspace', workspace, '--title', 'x', '--published', 'soon').stderr).toContain('expected a time');
  expect(ranklab('restore-video', '--workspace', workspace, '--id', 'v001').status).not.toBe(0);
});
