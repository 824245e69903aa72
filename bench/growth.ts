/**
 * Logging while recommending: for a few seconds, 64 log requests are always in flight and two clients request lists of users who
 * have just logged; then added videos, and a refresh under the same traffic. Everything in one process, on generated data.
 * `node scripts/run-typescript.mjs bench/growth.ts [users videos interactions]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime } from '#service/runtime';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema } from '#shared/schemas/model';
import { variantSchema } from '#shared/schemas/variant';

const [users = 5_000, videos = 10_000, interactions = 100_000] = process.argv.slice(2).map(Number);
const seconds = 4;
const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-growth-'));
process.env['RANKLAB_CONFIG_DIR'] = join(folder, 'config');
const runtime = createRuntime();
await runtime.session.create(join(folder, 'workspace'), 'growth');
const workspace = runtime.session.current();
await workspace.generate(generatorParamsSchema.parse({ users, videos, interactions }));
await workspace.models.build(buildSettingsSchema.parse({}), undefined, ['serving']);
const { ids: userIds } = (await workspace.dataset()).users;
const { ids: itemIds } = (await workspace.dataset()).items;
const variant = variantSchema.parse({ name: 'bench' });

const list = (user: string) =>
  workspace.lists.recommend({ context: { user }, limit: 10, variant, exclude: [], side: 'serving', relevance: { rule: 'any' } });
const quantile = (times: number[], q: number): number =>
  Number((times.sort((a, b) => a - b)[Math.floor(times.length * q)] ?? NaN).toFixed(2));

/** Runs traffic until `until` is done. */
async function traffic(until: Promise<unknown>) {
  let running = true;
  const startedAt = performance.now();
  const logMs: number[] = [];
  const listMs: number[] = [];
  const timed = async (times: number[], work: () => Promise<unknown>): Promise<void> => {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  };
  const idOf = (ids: readonly string[], i: number): string => ids[i % ids.length] ?? '';
  const logger = async (client: number): Promise<void> => {
    for (let i = client * 7919; running; i += 13)
      await timed(logMs, () =>
        workspace.logInteraction({ userId: idOf(userIds.ids, i), videoId: idOf(itemIds.ids, i * 31), kind: 'view' }),
      );
  };
  const reader = async (client: number): Promise<void> => {
    for (let i = client * 104_729; running; i += 17) {
      const user = idOf(userIds.ids, i);
      await workspace.logInteraction({ userId: user, videoId: idOf(itemIds.ids, i * 37), kind: 'view' });
      await timed(listMs, () => list(user));
    }
  };
  const clients = [...Array.from({ length: 64 }, (_, i) => logger(i)), reader(1), reader(2)];
  await until;
  const elapsed = (performance.now() - startedAt) / 1000;
  running = false;
  await Promise.all(clients);
  return {
    seconds: Number(elapsed.toFixed(2)),
    loggedPerSecond: Math.round(logMs.length / elapsed),
    logMs: { p50: quantile(logMs, 0.5), p99: quantile(logMs, 0.99) },
    listsPerSecond: Math.round(listMs.length / elapsed),
    listAfterOwnLogMs: { p50: quantile(listMs, 0.5), p99: quantile(listMs, 0.99) },
  };
}

await list(userIds.ids[0] ?? '');
const logging = await traffic(new Promise((settle) => setTimeout(settle, seconds * 1000)));
const addMs: number[] = [];
for (let i = 0; i < 50; i++) {
  const from = performance.now();
  await workspace.addVideo({ title: `Rye bread, part ${i}`, description: 'Flour and water', tags: ['bread'], categories: ['Cooking'] });
  addMs.push(performance.now() - from);
}
const refreshing = await traffic(workspace.models.refresh());
await runtime.shutDown();
rmSync(folder, { recursive: true, force: true });
console.log(
  JSON.stringify(
    {
      machine: cpus()[0]?.model,
      cores: cpus().length,
      node: process.version,
      users,
      videos,
      interactions,
      logging,
      addVideoMs: { p50: quantile(addMs, 0.5), p99: quantile(addMs, 0.99) },
      refreshing,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    },
    null,
    2,
  ),
);
