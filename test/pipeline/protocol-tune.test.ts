/** What a protocol tunes and seeks beside its comparison, against the same questions asked one by one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goalFiles } from '#engine/report/diagnose/goal-files';
import { learnFiles } from '#engine/report/tune/learn-files';
import { sweepFiles } from '#engine/report/tune/sweep-files';
import { learn } from '#service/experiments/learn';
import { sweep } from '#service/experiments/sweep';
import { createRuntime, type Runtime } from '#service/runtime';
import { runProtocol, type ProtocolOutcome } from '#service/workspace/protocol';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { goalSettingsSchema } from '#shared/schemas/goal';
import { learnInputSchema } from '#shared/schemas/learn';
import { buildSettingsSchema } from '#shared/schemas/model';
import { protocolSchema } from '#shared/schemas/protocol';
import { sweepInputSchema } from '#shared/schemas/sweep';
import { variantSchema } from '#shared/schemas/variant';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-tune-'));
const models = buildSettingsSchema.parse({ embeddings: null, factors: { factorCount: 8 } });
const popular = { name: 'Popular', weights: { popularity: 1 } };
const mixed = { name: 'Mixed', weights: { popularity: 0.5, factors: 0.5, freshness: 0.2 } };
const varied = [
  { path: 'weights.factors', low: 0, high: 1 },
  { path: 'weights.quality', low: 0, high: 1 },
];
let runtime: Runtime;

beforeAll(async () => {
  runtime = createRuntime();
  await runtime.session.create(join(folder, 'ws'), 'Tuned');
  const workspace = runtime.session.current();
  await workspace.generate(generatorParamsSchema.parse({ users: 120, videos: 150, interactions: 3_000 }));
  await workspace.models.build(models);
});
afterAll(async () => {
  await runtime.shutDown();
  rmSync(folder, { recursive: true, force: true });
});

const run = (more: object): Promise<ProtocolOutcome> =>
  runProtocol(
    runtime.session,
    protocolSchema.parse({
      format: 'ranklab-protocol',
      version: 1,
      data: { workspace: 'ws' },
      variants: [popular, mixed],
      metrics: ['ndcg@10'],
      timeTieOrders: 0,
      models,
      ...more,
    }),
    folder,
  );
const contentOf = ({ files }: Pick<ProtocolOutcome, 'files'>, name: string): string =>
  files.find((file) => file.name === name)?.content ?? '';

describe('a protocol', () => {
  it('sweeps and learns with the results of the verbs, and compares what it found on the test part', async () => {
    const settings = { sweep: { parameters: varied, settings: 6, search: 'tpe' }, learn: { variant: 'Popular', bootstrapSamples: 3 } };
    const outcome = await run({ tune: { sweep: { ...settings.sweep, compare: true }, learn: { ...settings.learn, compare: true } } });
    const workspace = runtime.session.current();
    const swept = await sweep(workspace, sweepInputSchema.parse({ ...settings.sweep, variant: mixed }));
    const learnt = await learn(workspace.experiments, learnInputSchema.parse({ bootstrapSamples: 3, variant: popular }));
    for (const { name, content } of [...sweepFiles(swept), ...learnFiles(learnt)]) expect(contentOf(outcome, name), name).toBe(content);
    expect(swept.winner).toBeGreaterThan(0);
    expect(contentOf(outcome, 'sweep.csv').split('\n')).toHaveLength(1 + swept.settings.length + 1);
    expect(outcome.result.variants.map(({ name }) => name)).toEqual(['Popular', 'Mixed', 'Mixed swept', 'Popular learnt']);
    expect(outcome.result.statements.join(' ')).toContain('“Mixed swept” was chosen from 6 settings on the validation part');
    expect(JSON.parse(contentOf(outcome, 'sweep-variant.json'))).toEqual(JSON.parse(JSON.stringify(swept.variant)));
  });

  it('seeks a goal with the answer of the verb', async () => {
    const { lists } = runtime.session.current();
    const [user] = (await runtime.session.current().dataset()).users.ids.ids;
    const settings = { context: { user }, moves: [], metrics: ['ndcg@10'] };
    const config = experimentConfigSchema.parse({ variants: [mixed], factorCount: 8 });
    const question = { config, everyUser: true, variant: variantSchema.parse(mixed), split: config.split, seed: config.seed };
    const { list } = await lists.goal(question, goalSettingsSchema.parse(settings));
    const moved = { ...settings, moves: [{ video: list[3].videoId, position: 3 }] };
    const outcome = await run({ diagnose: { goal: moved } });
    const answer = await lists.goal(question, goalSettingsSchema.parse(moved));
    expect(answer.status).toBe('found');
    for (const { name, content } of goalFiles(answer)) expect(contentOf(outcome, name), name).toBe(content);
    expect(contentOf(outcome, 'goal-metrics.csv')).toContain('ndcg@10');
    const conflict = await run({ diagnose: { goal: { ...moved, locked: ['popularity', 'factors', 'freshness'], high: 0, metrics: [] } } });
    expect(contentOf(conflict, 'goal-weights.csv')).toMatch(/^status,norm,signal,from,to\n/);
    expect(contentOf(conflict, 'goal-conflict.csv')).toContain(list[3].videoId);
  });

  it('names a variant that it does not have', async () => {
    const sweepOf = (variant: string) => run({ tune: { sweep: { variant, parameters: varied } } });
    await expect(sweepOf('Nosuch')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      details: { place: 'tune.sweep.variant', remedy: 'It has “Popular”, “Mixed”' },
    });
  });
});
