/**
 * One user's list inside the service: retrieval of 200 candidates from each of three sources, eight signals, re-ranking,
 * contributions. 5,000 users × 10,000 videos × 100,000 interactions. `node scripts/run-typescript.mjs bench/recommend.ts`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema } from '#shared/schemas/model';
import { variantSchema } from '#shared/schemas/variant';
import { createRuntime } from '#service/runtime';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));
process.env['RANKLAB_CONFIG_DIR'] = folder;
const runtime = createRuntime();
try {
  await runtime.session.create(join(folder, 'w'), 'bench');
  const workspace = runtime.session.current();
  await workspace.generate(generatorParamsSchema.parse({}));
  await workspace.models.build(buildSettingsSchema.parse({}), undefined, ['serving']);
  const variant = variantSchema.parse({ name: 'default' });
  const users = (await workspace.dataset()).users.ids.ids;
  const measure = async (count: number): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const user = users[(i * 37) % users.length] ?? '';
      const startedAt = performance.now();
      await workspace.lists.recommend({ context: { user }, limit: 10, variant, exclude: [], side: 'serving', relevance: { rule: 'any' } });
      times.push(performance.now() - startedAt);
    }
    return times.sort((a, b) => a - b);
  };
  await measure(200);
  const times = await measure(1_000);
  const at = (share: number): number => Number((times[Math.floor(share * (times.length - 1))] ?? NaN).toFixed(3));
  console.log(
    JSON.stringify({
      machine: `${cpus()[0]?.model.trim()} × ${cpus().length}`,
      backend: runtime.session.indexBackend(),
      lists: times.length,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
    }),
  );
} finally {
  await runtime.shutDown();
  rmSync(folder, { recursive: true, force: true });
}
