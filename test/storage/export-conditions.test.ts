import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createDataset } from '#engine/dataset/assemble';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import type { exportRequestSchema } from '#shared/schemas/dataset';
import { write } from './export-tools';
import { temporaryFolder } from './temporary-folder';

describe('rows chosen by their columns', () => {
  const base = generateDataset({ users: 60, videos: 90, interactions: 900, seed: 3 }).dataset;
  const price = Float64Array.from({ length: 90 }, (_, row) => (row % 3 === 0 ? NaN : row));
  const dataset = createDataset({ ...base, items: { ...base.items, columns: { 'price, net': { type: 'number', values: price } } } });
  const [userColumn = ''] = Object.keys(dataset.users.columns);
  const value = dataset.users.columns[userColumn]?.labels[0] ?? '';
  const exported = async (filter: z.input<typeof exportRequestSchema>['filter']) => {
    const folder = temporaryFolder();
    await write(dataset, folder, { format: 'jsonl', ...(filter && { filter }) });
    const read = (name: string): Record<string, unknown>[] =>
      readFileSync(join(folder, `${name}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { users: read('users'), videos: read('videos'), interactions: read('interactions') };
  };

  it('leave with their interactions, and nothing else does', async () => {
    const { users, videos, interactions } = await exported({
      where: { videos: ['"price, net" >= 40'], users: [`${userColumn} = "${value}"`], interactions: ['kind in (view, like)', 'has value'] },
    });
    const kept = dataset.items.ids.ids.filter((_, row) => (price[row] ?? NaN) >= 40);
    expect(videos.map((row) => row['video_id'])).toEqual(kept);
    expect(users.length).toBeGreaterThan(0);
    expect(users.every((row) => row[userColumn] === value)).toBe(true);
    const ids = new Set(users.map((row) => row['user_id']));
    expect(interactions.length).toBeGreaterThan(0);
    expect(interactions.every((row) => kept.includes(row['video_id'] as never) && ids.has(row['user_id']) && row['value'] !== null)).toBe(
      true,
    );
  });

  it('a sample of users is drawn among those that pass, and an unknown column is refused', async () => {
    const where = { users: [`${userColumn} = "${value}"`] };
    const [all, sample] = [await exported({ where }), await exported({ where, users: 3 })];
    expect(sample.users).toHaveLength(3);
    for (const user of sample.users) expect(all.users).toContainEqual(user);
    await expect(exported({ where: { videos: ['profit > 1'] } })).rejects.toMatchObject({
      message: expect.stringContaining('The videos have no column “profit”') as string,
      details: { place: 'filter.where.videos.0' },
    });
  });
});
