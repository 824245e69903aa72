/** The variants that a new workspace's Lab opens with. */
import { expect, it } from 'vitest';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { defaultDocument } from '../../src/renderer/logic/lab-document';
import { timeSide, viewOf } from '../fixtures';

it.each([
  ['few videos', { users: 120, videos: 300, interactions: 4_000, seed: 7 }],
  ['the sample, at an eighth of its size', { users: 250, videos: 500, interactions: 10_000 }],
])('the two lists share at least half of their videos, but not all: %s', async (_name, size) => {
  const { dataset } = generateDataset(generatorParamsSchema.parse(size));
  const variants = defaultDocument().variants.map(({ variant }) => variant);
  const side = timeSide(dataset);
  const view = await viewOf(dataset, side);
  const bench = new EvaluationBench(view, qrelsOf(dataset, side, view, { relevance: { rule: 'any' }, variants }));
  const [a, b] = await Promise.all(variants.map((variant) => bench.run(variant, 10)));
  const shared = Array.from(a.users, (_user, u) => {
    const listed = new Set(a.items.subarray(u * 10, u * 10 + a.counts[u]));
    return b.items.subarray(u * 10, u * 10 + b.counts[u]).filter((item) => listed.has(item)).length / 10;
  });
  const mean = shared.reduce((sum, share) => sum + share, 0) / shared.length;
  expect(mean).toBeGreaterThan(0.5);
  expect(mean).toBeLessThan(0.95);
});
