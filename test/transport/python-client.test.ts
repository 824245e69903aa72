import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipReason } from '../skip-reason';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

const hasPython = spawnSync('python3', ['--version']).status === 0;
let served: ServedWorkspace;

beforeAll(async () => {
  served = await serveWorkspace({ users: 200, videos: 300, interactions: 4_000 });
});
afterAll(() => served.discard());

describe.runIf(hasPython)(`a Python client of the local API${skipReason(hasPython ? undefined : 'there is no Python')}`, () => {
  it('runs health, recommend, log, recommend, add, recommend, metrics', async () => {
    const client = resolve(import.meta.dirname, 'client.py');
    const { stdout } = await promisify(execFile)('python3', [client, served.url, served.token]);
    const seen = JSON.parse(stdout) as Record<string, never>;
    expect(seen['health']).toMatchObject({ status: 'ok' });
    expect(seen['status']).toMatchObject({ status: 'ok', engine: 'RankLab', workspace: 'Served', variant: null });
    expect(seen['popularity_after']).toBeGreaterThan(seen['popularity_before']);
    expect(seen['position_after']).toBeLessThan(seen['position_before']);
    expect(seen['found']).toContain(seen['added']);
    expect(seen['similar']).toMatchObject([200, { items: Array.from({ length: 5 }, () => ({ title: expect.any(String) as string })) }]);
    expect(seen['status_after']).toMatchObject({ items_indexed: 301 });
    expect(seen['unknown_user']).toMatchObject([404, { code: 'NOT_FOUND', value: 'nobody at all' }]);
    expect(seen['too_many']).toMatchObject([422, { code: 'INVALID_ARGUMENT', place: 'top_k', value: '1000000000' }]);
    expect(seen['both']).toMatchObject([422, { detail: 'Give exactly one of user_id, query and video_id' }]);
    expect(seen['excluded']).toBe(true);
    expect(seen['metrics']).toHaveLength(1);
  });
});
