import { describe, expect, it } from 'vitest';
import { retrieveCandidates } from '#engine/candidates/merge';
import { evaluationSide } from '#engine/pipeline/sides';
import { createTrainingView, seenItems } from '#engine/pipeline/training-view';
import { splitSettingsSchema } from '#shared/schemas/experiment';
import { candidateSettingsSchema } from '#shared/schemas/variant';
import { smallDataset } from '../fixtures';

const dataset = smallDataset(11);
const side = evaluationSide(dataset, splitSettingsSchema.parse({ id: 'unseen-users', params: { fraction: 0.2 } }), 5);
const viewWith = (foldIn: Int32Array) =>
  createTrainingView({ dataset, positions: side.positions, knownItems: side.knownItems, foldIn, seed: 1 });
const heldOut = new Set(Array.from(side.split!.foldIn!, (position) => dataset.interactions.users[position]));
const listsOf = async (view: ReturnType<typeof viewWith>, id: string, users: number[]) => {
  const settings = candidateSettingsSchema.parse({ sources: [{ id, limit: 20 }], poolSize: 20 });
  const pools = await retrieveCandidates(
    view,
    users.map((userRow) => ({ userRow, exclude: seenItems(view, userRow) })),
    settings,
  );
  return pools.map((pool) => [...pool.items.subarray(0, pool.count)]);
};

describe.each(['item-knn', 'ease', 'pure-svd', 'als'])('%s and users held out of training', (id) => {
  it('gives them lists of their own based on their known history', async () => {
    const known = await listsOf(viewWith(side.split!.foldIn!), id, [...heldOut]);
    const popular = await listsOf(viewWith(side.split!.foldIn!), 'popular', [...heldOut]);
    expect(known.filter((list, i) => list.join() !== popular[i].join()).length).toBeGreaterThan(heldOut.size / 2);
    expect(new Set(known.map((list) => list.join())).size).toBeGreaterThan(heldOut.size / 2);
  });

  it('is fitted on the others only: their lists do not depend on the held-out users’ history', async () => {
    const others = Array.from({ length: dataset.users.ids.size }, (_, user) => user).filter((user) => !heldOut.has(user));
    expect(await listsOf(viewWith(side.split!.foldIn!), id, others)).toEqual(await listsOf(viewWith(new Int32Array(0)), id, others));
  });
});
