import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { liveInputSchema } from '#shared/schemas/live';
import { buildSettingsSchema } from '#shared/schemas/model';
import { createRuntime } from '#service/runtime';
import { variant } from '../fixtures';

const runtime = createRuntime();
beforeAll(async () => {
  await runtime.session.create(join(mkdtempSync(join(tmpdir(), 'ranklab-concurrent-')), 'workspace'), 'concurrent');
  const workspace = runtime.session.current();
  await workspace.generate(generatorParamsSchema.parse({ users: 80, videos: 150, interactions: 2_000 }));
  await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }), undefined, ['serving']);
});
afterAll(() => runtime.shutDown());

it('answers concurrent Lab requests while the evaluation models are built and rebuilt', async () => {
  const { lists, experiments, models } = runtime.session.current();
  const variants = [variant(), variant({ name: 'B', weights: { popularity: 1 } })];
  const ask = () => [
    ...variants.map((each) =>
      lists.recommend({ context: { user: 'u01' }, limit: 10, variant: each, exclude: [], side: 'evaluation', relevance: { rule: 'any' } }),
    ),
    experiments.live(liveInputSchema.parse({ variants, metrics: ['ndcg@10'] })),
  ];
  const first = await Promise.all(ask());
  const rebuilt = models.build(buildSettingsSchema.parse({ factors: { factorCount: 6 } }));
  const during = await Promise.all(ask());
  await rebuilt;
  const after = await Promise.all([...ask(), ...ask()]);
  for (const answer of [...first, ...during, ...after])
    expect('items' in answer ? answer.items.length : answer.testUserCount).toBeGreaterThan(5);
});
