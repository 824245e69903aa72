/**
 * An older workspace is migrated by processes that are killed at random moments, until one completes. The built program, which is
 * older than a workspace's layout, must reject that workspace.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { Workspace } from '#service/workspace/stored-workspace';
import { ranklab } from '../cli/run-cli';
import { buildChild } from './build-child';
import { migration } from './scenarios';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-migration-'));
const start = join(folder, 'start');
let child: string;
/** Titles and interactions before any migration. */
let titles: string[];
let interactions: number;

beforeAll(async () => {
  child = await buildChild('child');
  const workspace = await Workspace.create(start, 'Old');
  await workspace.data.saveDataset(generateDataset({ users: 200, videos: 3_000, interactions: 20_000 }).dataset, 'generated');
  await workspace.data.appendInteractions([{ userId: 'logged', videoId: 'v0001', kind: 'view', timestampMs: 1_704_067_200_000 }]);
  ({ titles, interactions } = await contentOf(workspace));
  await workspace.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function contentOf(workspace: Workspace): Promise<{ titles: string[]; interactions: number }> {
  const dataset = await workspace.data.loadDataset();
  if (!dataset) throw new Error('The data are gone');
  return { titles: dataset.items.titles.slice(), interactions: dataset.interactions.count };
}

/** Opens with the migration; resolves to whether it was killed before it was over. */
function migrateFor(path: string, ms: number): Promise<boolean> {
  return new Promise((settle) => {
    const process_ = spawn(process.execPath, [child, path, 'migrate'], { stdio: ['ignore', 'pipe', 'inherit'] });
    // The time is counted from the first step of the migration, since starting takes far longer.
    process_.stdout.once('data', () => setTimeout(() => process_.kill('SIGKILL'), ms));
    process_.once('close', (_, signal) => settle(signal === 'SIGKILL'));
  });
}

function bytesBelow(path: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()) {
    // The lock is taken before the layout is read again; it holds no data.
    if (!statSync(join(path, name)).isFile() || name.startsWith('workspace.lock')) continue;
    hash.update(name).update(readFileSync(join(path, name)));
  }
  return hash.digest('hex');
}

it(
  'a migration killed at random moments, also when repeated, completes once, with a backup of the old data',
  { timeout: 300_000 },
  async () => {
    let kills = 0;
    for (let round = 0; round < 8; round++) {
      const path = join(folder, `round-${round}`);
      cpSync(start, path, { recursive: true });
      for (let ms = round * 3; await migrateFor(path, ms); ms += 5 + round * 4) kills++;
      const where = `round ${round}, after ${kills} kills`;
      const migrated = await Workspace.open(path, { plan: migration });
      const now = await contentOf(migrated);
      expect(migrated.info.problems, where).toEqual([]);
      await migrated.close();
      expect(now.interactions, where).toBe(interactions);
      expect(now.titles, where).toEqual(titles.map((title) => `${title} (2)`));
      expect(readdirSync(join(path, 'backups')), where).toEqual(['layout-1']);
      const backup = await Workspace.open(join(path, 'backups', 'layout-1'));
      expect((await contentOf(backup)).titles, where).toEqual(titles);
      await backup.close();
      rmSync(path, { recursive: true, force: true });
    }
    expect(kills).toBeGreaterThan(8);
  },
);

it('a workspace of a newer version is rejected by every verb and left unchanged', { timeout: 300_000 }, async () => {
  const path = join(folder, 'newer');
  cpSync(start, path, { recursive: true });
  await (await Workspace.open(path, { plan: migration })).close();
  const before = bytesBelow(path);
  const where = ['--workspace', path];
  for (const verb of [
    ['recommend', ...where, '--user', 'u001'],
    ['build', ...where],
    ['check', ...where, '--repair'],
    ['backup', ...where],
    ['serve', ...where, '--port', '0'],
  ]) {
    const { status, stderr } = ranklab(...verb);
    expect(status, verb[0]).not.toBe(0);
    expect(stderr, verb[0]).toMatch(/newer RankLab/);
    expect(stderr, verb[0]).toMatch(/nothing was changed/);
    expect(bytesBelow(path), verb[0]).toBe(before);
  }
});
