import { expect, it } from 'vitest';
import { csrFromTriplets } from '../../core/linear-algebra/matrix';
import { computeFactors, foldInItem } from '../../factors/compute-factors';
import type { Fingerprint } from '#shared/ids';
import { auditFactors } from './audit-factors';

/** Two kinds of users, each of whom watched most of the videos of their kind. */
const users: number[] = [];
const items: number[] = [];
for (let user = 0; user < 40; user++)
  for (let item = 0; item < 30; item++)
    if (item % 2 === user % 2 && (user * 7 + item * 3) % 5 !== 0) {
      users.push(user);
      items.push(item);
    }
const matrix = csrFromTriplets(40, 30, Int32Array.from(users), Int32Array.from(items), Float32Array.from(users), 'binary');
const settings = {
  method: 'truncated-svd',
  factorCount: 4,
  seed: 1,
  latestTimestampMs: NaN,
  inputFingerprint: 'test' as Fingerprint,
};
const none = { 'new-videos': [], 'edited-videos': [], 'new-users': [], 'changed-users': [] };

it('reports no difference between a model and its own rebuild, also under a rotation of the factors', async () => {
  const served = await computeFactors(matrix, settings);
  const same = await auditFactors({ matrix, settings, served, groups: none, hidden: [] });
  expect(same.groups.map(({ group, count }) => [group, count])).toEqual([['new-videos', 0], ['edited-videos', 0], ['new-users', 0], ['changed-users', 0], ['other-users', 40]]); // prettier-ignore
  expect(same.groups[0]).toMatchObject({ measured: 0, scoreCosine: null, relativeError: null, overlapAt10: null });
  expect(same.groups[4].scoreCosine).toBeCloseTo(1, 6);
  expect(same.groups[4].relativeError).toBeCloseTo(0, 5);
  expect(same.groups[4].overlapAt10).toBe(1);
  const flipped = { ...served, userFactors: served.userFactors.map((x) => -x), itemFactors: served.itemFactors.map((x) => -x) };
  expect((await auditFactors({ matrix, settings, served: flipped, groups: none, hidden: [] })).groups[4].relativeError).toBeCloseTo(0, 5);
});

it('measures a folded-in video, and one without any data', async () => {
  const rebuilt = await computeFactors(matrix, settings);
  const itemFactors = Float32Array.from(rebuilt.itemFactors);
  const viewers = Int32Array.from(users.filter((_, i) => items[i] === 3));
  itemFactors.set(foldInItem(rebuilt, viewers, new Float32Array(viewers.length).fill(1)), 3 * 4);
  itemFactors.fill(0, 5 * 4, 6 * 4);
  const groups = { ...none, 'new-videos': [3, 5] };
  const { groups: [videos], worst } = await auditFactors({ matrix, settings, served: { ...rebuilt, itemFactors }, groups, hidden: [] }); // prettier-ignore
  expect(videos).toMatchObject({ count: 2, measured: 2, overlapAt10: null });
  // Folding in video 3 from the users it was fitted with reproduces its vector (cosine 1); video 5 has no vector (cosine 0).
  expect(videos.scoreCosine).toBeCloseTo(0.5, 3);
  expect(videos.relativeError).toBeCloseTo(0.5, 2);
  expect(worst[0]).toEqual({ kind: 'video', row: 5, scoreCosine: 0 });
});

it('excludes items that are unknown to the rebuilt model', async () => {
  const served = await computeFactors(matrix, settings);
  // One more user and one more video, connected only to each other: no leading singular vector contains them.
  const grown = csrFromTriplets(41, 31, Int32Array.from([...users, 40]), Int32Array.from([...items, 30]), Float32Array.from([...users, 0]), 'binary'); // prettier-ignore
  const longer = { ...served, userFactors: new Float32Array(41 * 4).fill(0.3), itemFactors: new Float32Array(31 * 4).fill(0.3) };
  longer.userFactors.set(served.userFactors);
  longer.itemFactors.set(served.itemFactors);
  const groups = { ...none, 'new-videos': [30], 'new-users': [40] };
  const audit = await auditFactors({ matrix: grown, settings, served: longer, groups, hidden: [] });
  expect(audit.groups[0]).toMatchObject({ count: 1, measured: 0, unplaced: 1, scoreCosine: null, relativeError: null });
  expect(audit.groups[2]).toMatchObject({ count: 1, measured: 0, unplaced: 1, overlapAt10: null });
  // Other users differ only because the served model scores the new video for them.
  expect(audit.groups[4].scoreCosine!).toBeGreaterThan(0.8);
});

it('measures the overlap of a user’s lists under the two models', async () => {
  const rebuilt = await computeFactors(matrix, settings);
  const userFactors = Float32Array.from(rebuilt.userFactors);
  // User 0 is served the factors of the other kind of user.
  userFactors.set(rebuilt.userFactors.subarray(4, 8), 0);
  const groups = { ...none, 'changed-users': [0] };
  const { groups: measured } = await auditFactors({ matrix, settings, served: { ...rebuilt, userFactors }, groups, hidden: [] });
  expect(measured[3].overlapAt10!).toBeLessThan(0.8);
  expect(measured[3].scoreCosine!).toBeLessThan(0.2);
  expect(measured[4]).toMatchObject({ count: 39, overlapAt10: 1 });
});
