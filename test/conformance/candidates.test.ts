import { beforeAll, describe, expect, it } from 'vitest';
import { candidateSources } from '#engine/candidates/registry';
import type { CandidateSource, PreparedSource } from '#engine/candidates/port';
import { parseParams } from '#engine/core/registry';
import type { ForeignRun } from '#engine/model/foreign-run';
import type { ScoredItems } from '#engine/model/candidates';
import type { CandidateRequest, TrainingView } from '#engine/model/training-view';
import { vectorSpace } from '#engine/embeddings/files/vector-space';
import type { VectorSearch } from '#engine/model/search';
import type { VectorSpace } from '#engine/model/vector-space';
import { AnnSelection } from '#service/ann/ann-selection';
import { buildSettingsSchema } from '#shared/schemas/model';
import { bindRun } from '#engine/runs/bind-run';
import { servingSide } from '#engine/pipeline/sides';
import { sourceNotes } from '#engine/pipeline/source-notes';
import { seenItems } from '#engine/pipeline/training-view';
import { smallDataset, variant, viewOf } from '../fixtures';

const dataset = smallDataset();
const itemCount = dataset.items.ids.size;
/** Items 0, 7, 14 … are not known at training time. */
const isKnown = (row: number): boolean => row % 7 !== 0;
const userIds = dataset.users.ids.ids;
/** Every user's list of every item, with many equal scores. */
const run: ForeignRun = {
  sha256: 'a'.repeat(64),
  file: 'all.trec',
  format: 'trec',
  importedAtMs: 0,
  knownAt: null,
  users: userIds,
  items: dataset.items.ids.ids,
  userCodes: Int32Array.from({ length: userIds.length * itemCount }, (_, line) => Math.floor(line / itemCount)),
  itemCodes: Int32Array.from({ length: userIds.length * itemCount }, (_, line) => line % itemCount),
  scores: Float64Array.from({ length: userIds.length * itemCount }, (_, line) => (line * 7919) % 97),
  ranks: undefined,
  columns: {},
  textColumns: [],
};
/** A vector for most items, in the order of the file. */
const vectorsFile = {
  file: 'videos.npy',
  content: {
    keys: [{ name: 'id', says: 'video' as const, cells: dataset.items.ids.ids.filter((_, row) => row % 5 !== 0) }],
    dimensions: 2,
    vectors: Float32Array.from(dataset.items.ids.ids.flatMap((_, row) => (row % 5 === 0 ? [] : [1 + (row % 3), (row * 37) % 11]))),
    notes: [],
  },
};
async function annIndex({ videos, dimensions }: VectorSpace): Promise<VectorSearch> {
  const { index } = buildSettingsSchema.parse({});
  return (await new AnnSelection().build(index, videos, dimensions, 'inner-product')).index;
}
let view: TrainingView;
beforeAll(async () => {
  const servingView = await viewOf(dataset, servingSide(dataset));
  view = {
    ...servingView,
    foreignRuns: {
      bind: async (_run, policy) => bindRun(run, dataset, policy),
      bound: () => undefined,
      scores: () => Promise.reject(new Error('not asked for')),
    },
    vectorFiles: {
      nameOf: async () => 'towers.npy',
      space: async (settings) => vectorSpace({ videos: vectorsFile }, settings, dataset),
      index: async () => annIndex(vectorSpace({ videos: vectorsFile }, { compare: 'dot' }, dataset)),
    },
    knownItems: Uint8Array.from({ length: itemCount }, (_, row) => (isKnown(row) ? 1 : 0)),
  };
});

const small: Readonly<Record<string, Record<string, unknown>>> = {
  als: { factorCount: 8, iterations: 5 },
  'pure-svd': { factorCount: 8 },
  run: { run: 'a'.repeat(64) },
  'vector-files': { videos: 'a'.repeat(64) },
};
const prepared = (source: CandidateSource, of: TrainingView = view): Promise<PreparedSource> =>
  source.prepare(of, parseParams(source, small[source.id], source.id));

/** A mix of users, queries and seed videos. */
function requests(): CandidateRequest[] {
  const users = [3, 40, 41, 99].map((userRow): CandidateRequest => ({ userRow, exclude: seenItems(view, userRow) }));
  const videos = [5, 120].map((videoRow): CandidateRequest => ({ videoRow, exclude: Int32Array.of(videoRow) }));
  const queries = [dataset.items.titles[10], 'qqqq xyzzy'].map((queryText): CandidateRequest => ({
    queryText,
    exclude: new Int32Array(0),
  }));
  return [...users, ...videos, ...queries];
}

function expectOrdered({ items, scores }: ScoredItems): void {
  expect(items.length).toBe(scores.length);
  expect(new Set(items).size).toBe(items.length);
  for (let i = 1; i < items.length; i++) {
    expect(scores[i - 1] > scores[i] || (scores[i - 1] === scores[i] && items[i - 1] < items[i])).toBe(true);
  }
}

describe.each(candidateSources.ids)('candidate source %s', (id) => {
  const source = candidateSources.get(id);

  it('returns a list per request in order, best first, ties by row, within its limit', async () => {
    const lists = await (await prepared(source)).retrieve(requests(), 25);
    expect(lists).toHaveLength(requests().length);
    for (const list of lists) {
      expectOrdered(list);
      expect(list.items.length).toBeLessThanOrEqual(25);
      expect([...list.scores].every(Number.isFinite)).toBe(true);
    }
    expect(lists.some(({ items }) => items.length === 25)).toBe(true);
  });

  it('removes excluded and unknown items before the cut', async () => {
    const ready = await prepared(source);
    const [free] = [await ready.retrieve(requests(), 10)];
    // The earlier results are now excluded, so the next ones must move up, with the same count as before.
    const excluding = requests().map((request, r) => ({
      ...request,
      exclude: Int32Array.from([...request.exclude, ...free[r].items]).sort(),
    }));
    const next = await ready.retrieve(excluding, 10);
    const deep = await ready.retrieve(requests(), 20);
    next.forEach((list, r) => {
      for (const item of list.items) {
        expect(isKnown(item)).toBe(true);
        expect(excluding[r].exclude).not.toContain(item);
      }
      expect([...list.items]).toEqual([...deep[r].items].slice(free[r].items.length));
    });
  });

  it('does not depend on the other requests or their order', async () => {
    const ready = await prepared(source);
    const together = await ready.retrieve(requests(), 15);
    const reversed = await ready.retrieve(requests().reverse(), 15);
    expect(reversed.reverse()).toEqual(together);
    for (const [r, request] of requests().entries()) expect(await ready.retrieve([request], 15)).toEqual([together[r]]);
    expect(await (await prepared(source)).retrieve(requests(), 15)).toEqual(together);
  });

  it('handles no requests, a limit beyond the catalogue, and rows added later', async () => {
    const ready = await prepared(source);
    expect(await ready.retrieve([], 10)).toEqual([]);
    const [all] = await ready.retrieve([{ userRow: 3, exclude: new Int32Array(0) }], itemCount * 2);
    expectOrdered(all);
    const later = await ready.retrieve([{ userRow: 100_000, exclude: new Int32Array(0) }], 5);
    expectOrdered(later[0]);
  });

  it('returns empty lists if its inputs are missing', async () => {
    if (source.needs.length === 0) return;
    const bare: TrainingView = {
      ...view,
      embeddings: undefined,
      factors: undefined,
      contentIndex: undefined,
      factorIndex: undefined,
      embedQuery: undefined,
    };
    const lists = await (await prepared(source, bare)).retrieve(requests(), 5);
    expect(lists.map(({ items }) => items.length)).toEqual(requests().map(() => 0));
  });

  it('finds the same with and without an index', async () => {
    const bare: TrainingView = { ...view, contentIndex: undefined, factorIndex: undefined };
    const [indexed, scanned] = await Promise.all([view, bare].map(async (each) => (await prepared(source, each)).retrieve(requests(), 10)));
    scanned.forEach((list, r) => {
      expect([...indexed[r].items]).toEqual([...list.items]);
      list.scores.forEach((score, i) => expect(indexed[r].scores[i]).toBeCloseTo(score, 4));
    });
  });

  it('works on a view without interactions', async () => {
    const none = {
      ...view.interactions,
      offsets: new Int32Array(view.interactions.rows + 1),
      indices: new Int32Array(0),
      values: new Float32Array(0),
    };
    const empty: TrainingView = { ...view, interactions: none, positions: new Int32Array(0), itemUserCounts: new Float64Array(itemCount) };
    const lists = await (await prepared(source, empty)).retrieve(requests(), 5);
    lists.forEach(expectOrdered);
  });

  it('stops when cancelled', async () => {
    const cancelled = { signal: { aborted: true } };
    const many = Array.from({ length: 200 }, (_, userRow): CandidateRequest => ({ userRow: userRow % 120, exclude: new Int32Array(0) }));
    const run = async (): Promise<unknown> => {
      const ready = await source.prepare(view, parseParams(source, small[id], id), cancelled);
      return ready.retrieve(many, 5, cancelled);
    };
    // Sources that only look up a precomputed list have nothing to cancel.
    if (['popular', 'random', 'text-query', 'run'].includes(id)) await expect(run()).resolves.toHaveLength(200);
    else await expect(run()).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('knowledge that cannot be checked', () => {
  it('is labelled for every source that reads what was made elsewhere, by the names of its files, and for no other', async () => {
    const notes = (id: string, more: object = {}): Promise<string[]> =>
      sourceNotes(view, [variant({ candidates: { sources: [{ id, limit: 5, params: small[id] ?? {}, ...more }] } })]);
    for (const id of candidateSources.ids) if (id !== 'vector-files') expect(await notes(id)).toEqual([]);
    expect(await notes('vector-files')).toEqual([
      'Candidates of A come from the vectors of the file towers.npy (aaaaaaaaaaaa…); what they have known is not declared: whether they have seen the test period cannot be told',
    ]);
    expect(await notes('vector-files', { weight: 0 })).toEqual([]);
  });
});

/** Two disjoint audiences: odd users watch odd items, even users watch even items, each leaving some out. */
describe('sources that learn from interactions', () => {
  const learning = ['factors', 'item-knn', 'ease', 'pure-svd', 'als'];
  it.each(learning)('%s recommends from the user’s own half of two disjoint audiences', async (id) => {
    const users = 20;
    const items = 30;
    const cells = Array.from({ length: users * items }, (_, i) => [Math.floor(i / items), i % items] as const).filter(
      ([u, i]) => (u + i) % 2 === 0 && (5 * u + i) % 6 !== 0,
    );
    const { csrFromTriplets } = await import('#engine/core/linear-algebra/matrix');
    const { computeFactors } = await import('#engine/factors/compute-factors');
    const interactions = csrFromTriplets(
      users,
      items,
      cells.map(([u]) => u),
      cells.map(([, i]) => i),
      cells.map(() => 1),
    );
    const itemUserCounts = new Float64Array(items);
    for (const item of interactions.indices) itemUserCounts[item]++;
    const factors = await computeFactors(interactions, {
      method: 'truncated-svd',
      factorCount: 2,
      seed: 1,
      latestTimestampMs: NaN,
      inputFingerprint: dataset.fingerprint,
    });
    const halves: TrainingView = {
      ...view,
      interactions,
      itemUserCounts,
      knownItems: new Uint8Array(items).fill(1),
      factors,
      factorIndex: undefined,
    };
    const source = candidateSources.get(id);
    const params = { als: { factorCount: 2, iterations: 30 }, 'pure-svd': { factorCount: 2 }, ease: { lambda: 5 } }[id];
    const ready = await source.prepare(halves, parseParams(source, params, id));
    for (let u = 0; u < users; u++) {
      const exclude = interactions.indices.subarray(interactions.offsets[u], interactions.offsets[u + 1]);
      const hidden = Array.from({ length: items }, (_, i) => i).filter((i) => (u + i) % 2 === 0 && !exclude.includes(i));
      const [{ items: found }] = await ready.retrieve([{ userRow: u, exclude }], hidden.length);
      expect([...found].sort((a, b) => a - b)).toEqual(hidden);
    }
  });
});
