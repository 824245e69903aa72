/** Models built while the data is still being saved: equal to those built afterwards, and none if saving fails. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime, type Runtime } from '#service/runtime';
import { beginGeneration } from '#service/workspace/generation';
import type { OpenWorkspace } from '#service/workspace/open-workspace';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema } from '#shared/schemas/model';
import { RankLabError } from '#shared/errors';

const root = mkdtempSync(join(tmpdir(), 'ranklab-coming-'));
const params = generatorParamsSchema.parse({ users: 80, videos: 120, interactions: 1_800, seed: 9 });
const settings = buildSettingsSchema.parse({ factors: { factorCount: 8 }, embeddings: null });
let runtime: Runtime;

async function workspaceAt(name: string): Promise<OpenWorkspace> {
  await runtime.session.create(join(root, name), name);
  return runtime.session.current();
}

/** Every file of the serving models, by name without the part that changes with every write. */
function models(name: string): Record<string, string> {
  const folder = join(root, name, 'artifacts', 'serving');
  const files = readdirSync(folder).map((file) => [file.replace(/\.[0-9a-f]+\.artifact$/, ''), readFileSync(join(folder, file), 'base64')]);
  return Object.fromEntries(files) as Record<string, string>;
}

beforeAll(() => {
  process.env['RANKLAB_CONFIG_DIR'] = join(root, 'configuration');
  runtime = createRuntime();
});
afterAll(async () => {
  await runtime.shutDown();
  rmSync(root, { recursive: true, force: true });
});

describe('models of data that is still being saved', () => {
  it('equal those of the saved data, byte for byte', async () => {
    const one = await workspaceAt('one');
    await one.generate(params);
    await one.models.build(settings, undefined, ['serving']);
    const other = await workspaceAt('other');
    const generated = await other.keepGenerated(beginGeneration(params, runtime.workers));
    await other.models.build(settings, undefined, ['serving'], generated);
    await generated.exported;
    expect(Object.keys(models('other'))).toContain('factors');
    const [{ rows: _ours, ...ours }, { rows: _theirs, ...theirs }] = [models('other'), models('one')]; // “rows” has the build's times
    expect(ours).toEqual(theirs);
    expect(await other.models.status()).toMatchObject({ built: true, stale: false });
    expect((await other.store.data.summary())?.provenance).toBe('Generated: 80 users, 120 videos, 1,800 interactions, seed 9');
    for (const file of ['users.csv', 'videos.csv', 'interactions.csv']) {
      const read = (name: string): string => readFileSync(join(root, name, 'exports', 'generated', file), 'utf8');
      expect(read('other')).toBe(read('one'));
    }
  });

  it('are not written if the data cannot be saved: the old ones stay and serve', async () => {
    const workspace = await workspaceAt('failing');
    await workspace.generate(params);
    await workspace.models.build(settings, undefined, ['serving']);
    const before = models('failing');
    const dataset = await workspace.dataset();
    const next = { ...dataset, fingerprint: 'of-other-data' as typeof dataset.fingerprint };
    const saved = Promise.reject(new RankLabError('DISK_FULL', 'No room for the data'));
    saved.catch(() => {});
    await expect(workspace.models.build(settings, undefined, ['serving'], { dataset: next, saved })).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    expect(models('failing')).toEqual(before);
    expect(await workspace.models.status()).toMatchObject({ built: true, stale: false });
  });
});
