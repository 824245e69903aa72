/** Eight clients log over HTTP to a service that is killed meanwhile; all acknowledged events exist after reopening. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { buildSettingsSchema } from '#shared/schemas/model';
import { Workspace } from '#service/workspace/stored-workspace';
import { withServing } from './refresh';

const root = mkdtempSync(join(tmpdir(), 'ranklab-burst-'));
const path = join(root, 'workspace');
const cli = resolve(import.meta.dirname, '../../out/node/cli.js');
const before = 1_500;

beforeAll(async () => {
  await withServing(await Workspace.create(path, 'Burst'), async (workspace) => {
    await workspace.store.data.saveDataset(generateDataset({ users: 60, videos: 90, interactions: before }).dataset, 'generated');
    await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }), undefined, ['serving']);
  });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function serve(): Promise<{ child: ChildProcess; url: string; token: string }> {
  const child = spawn(process.execPath, [cli, 'serve', '--workspace', path, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, RANKLAB_CONFIG_DIR: join(root, 'config') },
  });
  const line = await new Promise<string>((found, failed) => {
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('\n')) found(text);
    });
    child.once('exit', (code) => failed(new Error(`serve ended with ${code}`)));
  });
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  return { child, url, token };
}

it('a burst from eight clients loses no acknowledged interaction under kill -9, twice in a row', async () => {
  const acknowledged: string[] = [];
  for (const round of [1, 2]) {
    const { child, url, token } = await serve();
    const ended = new Promise((settle) => child.once('close', settle));
    const enough = acknowledged.length + 400;
    const client = async (name: string): Promise<void> => {
      for (let i = 0; ; i++) {
        const interaction = { userId: `${name}-${round}`, videoId: `v${String(1 + (i % 90)).padStart(2, '0')}`, timestampMs: i };
        const answer = await fetch(`${url}/interactions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(interaction),
        }).catch(() => undefined);
        if (!answer) return; // killed
        expect(answer.status).toBe(204);
        acknowledged.push(`${interaction.userId} ${interaction.videoId} ${interaction.timestampMs}`);
        // While other clients' requests are in flight.
        if (acknowledged.length === enough) child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, i) => client(`client${i}`)));
    await ended;
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(800);
  await withServing(await Workspace.open(path), async (workspace) => {
    const { users, items, interactions } = await workspace.dataset();
    const logged = Array.from(
      { length: interactions.count - before },
      (_, i) =>
        `${users.ids.ids[interactions.users[before + i]]} ${items.ids.ids[interactions.items[before + i]]} ${interactions.timestampsMs[before + i]}`,
    );
    const found = new Set(logged);
    expect(found.size, 'nothing twice').toBe(logged.length);
    expect(acknowledged.filter((entry) => !found.has(entry))).toEqual([]);
    // At most one request per client can have been written without its response having arrived.
    expect(logged.length - acknowledged.length).toBeLessThanOrEqual(16);
    // The events take effect: the clients are users with factor vectors.
    const { view } = await (await workspace.models.serving()).recommender();
    const row = view.dataset.users.ids.rowOf('client0-1');
    expect(view.factors!.userFactors.subarray(row * 8, row * 8 + 8).some((value) => value !== 0)).toBe(true);
  });
});
