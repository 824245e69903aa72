/**
 * The cost of workspace operations: opening, saving, loading, paging, logging from eight clients, a thousand experiments. Milliseconds.
 * `node scripts/run-typescript.mjs bench/storage.ts [interactions]` (default 100,000).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { Workspace } from '#service/workspace/stored-workspace';
import { generatorParamsSchema } from '#shared/schemas/dataset';

const interactions = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));
const path = join(folder, 'workspace');
const milliseconds: Record<string, number> = {};
async function timed<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  milliseconds[name] = Math.round((performance.now() - startedAt) * 10) / 10;
  return result;
}
const megabytes = (): number => Math.round(process.memoryUsage().rss / 1e6);

const { dataset } = generateDataset(generatorParamsSchema.parse({ users: 5_000, videos: 10_000, interactions }));
const memory: Record<string, number> = { generated: megabytes() };
let workspace = await timed('create', () => Workspace.create(path, 'Bench'));
await timed('first save, with the start of the database', () => workspace.data.saveDataset(dataset, 'bench'));
memory.saved = megabytes();
await timed('save again', () => workspace.data.saveDataset(dataset, 'bench'));
await timed('close', () => workspace.close());
workspace = await timed('open', () => Workspace.open(path));
await timed('load', () => workspace.data.loadDataset());
memory.loaded = megabytes();
await timed('summary', () => workspace.data.summary());
await timed('distributions', () => workspace.data.distributions());
await timed('page of 100 interactions at the end', () =>
  workspace.data.interactions({ search: '', offset: interactions - 100, limit: 100 }),
);
await timed('page of 100 videos, searched', () => workspace.data.videos({ search: 'a', offset: 0, limit: 100 }));
await timed('a user', () => workspace.data.user(dataset.users.ids.ids[0]));

const eachClient = 2_000;
const client = async (name: number): Promise<void> => {
  for (let i = 0; i < eachClient; i++) {
    await workspace.data.appendInteractions([
      { userId: `client ${name}`, videoId: dataset.items.ids.ids[i % 100], kind: 'view', timestampMs: i },
    ]);
  }
};
await timed('log 16,000 interactions from 8 clients', () => Promise.all(Array.from({ length: 8 }, (_, i) => client(i))));
const perSecond = Math.round((8 * eachClient) / (milliseconds['log 16,000 interactions from 8 clients'] / 1000));
await timed('take 16,000 logged interactions into the tables', () => workspace.data.summary());

const result = {
  testUserCount: 1_000,
  variants: Array.from({ length: 4 }, (_, i) => ({
    name: `v${i}`,
    comparisons: [],
    metrics: new Array(50).fill({ spec: 'ndcg@10', value: 0.1 }),
  })),
};
await timed('save 1,000 experiments', async () => {
  for (let i = 0; i < 1_000; i++) {
    await workspace.experiments.save({ name: `e${i}`, notes: '', createdAtMs: i, config: {} as never, result: result as never });
  }
});
await timed('list 1,000 experiments', () => workspace.experiments.list());
const vectors = new Float32Array(10_000 * 256).fill(0.5);
await timed('write an artifact of 10 MB', () =>
  workspace.artifacts.write('serving/vectors', { kind: 'embeddings', inputs: {} }, { vectors }),
);
await timed('read it, every byte checked', () => workspace.artifacts.read('serving/vectors', { shared: true }));
await workspace.close();
rmSync(folder, { recursive: true });
const machine = { machine: cpus()[0]?.model, cores: cpus().length, node: process.version };
console.log(JSON.stringify({ ...machine, interactions, milliseconds, loggedPerSecond: perSecond, megabytes: memory }, null, 2));
