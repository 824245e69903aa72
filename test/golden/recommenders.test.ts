import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { itemId, userId, type Fingerprint, type ItemId, type ItemRow, type UserId, type UserRow } from '#shared/ids';
import { prepareSource } from '#engine/candidates/prepared';
import { Vocabulary } from '#engine/core/containers/vocabulary';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { buildQrels } from '#engine/evaluate/judgements/qrels';
import { parseMetricSpec } from '#engine/evaluate/metrics/metric-spec';
import type { Dataset } from '#engine/model/dataset';
import { createTrainingView } from '#engine/pipeline/training-view';

interface Golden {
  readonly users: number;
  readonly items: number;
  readonly draws: number;
  readonly pairs: number;
  readonly checkedUsers: number[];
  readonly models: {
    readonly name: string;
    readonly source: string;
    readonly params: Record<string, unknown>;
    readonly metrics: { users: number; 'ndcg@10': number; 'recall@10': number };
    readonly lists: { items: number[]; scores: number[] }[];
  }[];
}

const golden = JSON.parse(readFileSync(new URL('recommenders.json', import.meta.url), 'utf8')) as Golden;

/** The log of make-recommenders.py, by the same integer arithmetic: user and item per pair, in the order drawn. */
function generatedLog({ users, items, draws }: Golden): [number, number][] {
  let state = 12345;
  const below = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  const whole = Math.floor;
  const pairs = new Map<string, [number, number]>();
  for (let draw = 0; draw < draws; draw++) {
    const user = whole((below(users) * below(users)) / users);
    const popular = whole((whole((below(items) * below(items)) / items) * below(items)) / items);
    const item = Math.min(below(3) > 0 ? whole(popular / 10) * 10 + (user % 10) : popular, items - 1);
    if (!pairs.has(`${user} ${item}`)) pairs.set(`${user} ${item}`, [user, item]);
  }
  return [...pairs.values()];
}

const log = generatedLog(golden);
const rows = Array.from({ length: golden.items }, (_, row) => String(row));
const dataset: Dataset = {
  name: 'golden',
  users: {
    ids: new Vocabulary<UserId, UserRow>(
      'user',
      Array.from({ length: golden.users }, (_, row) => userId(String(row))),
    ),
    columns: {},
  },
  items: {
    ids: new Vocabulary<ItemId, ItemRow>('video', rows.map(itemId)),
    titles: rows,
    descriptions: rows,
    tags: rows.map(() => []),
    categories: { labels: [], offsets: new Int32Array(golden.items + 1), codes: new Int32Array(0) },
    creators: { labels: [], codes: new Int32Array(golden.items).fill(-1) },
    publishedAtMs: new Float64Array(golden.items).fill(NaN),
    durationSeconds: new Float64Array(golden.items).fill(NaN),
    columns: {},
  },
  interactions: {
    count: log.length,
    users: Int32Array.from(log, ([user]) => user),
    items: Int32Array.from(log, ([, item]) => item),
    kinds: ['view'],
    kindCodes: new Uint8Array(log.length),
    values: new Float64Array(log.length).fill(NaN),
    timestampsMs: Float64Array.from(log.keys()),
    columns: {},
  },
  fingerprint: '' as Fingerprint,
};
const everything = Int32Array.from(log.keys());
const view = createTrainingView({
  dataset,
  positions: everything.filter((index) => index % 5 !== 4),
  knownItems: new Uint8Array(golden.items).fill(1),
  seed: 3,
});
const qrels = buildQrels(
  dataset,
  everything.filter((index) => index % 5 === 4),
  { rule: 'any' },
);
const history = (user: number): Int32Array => {
  const { offsets, indices } = view.interactions;
  return indices.slice(offsets[user], offsets[user + 1]);
};

async function listsOf(source: string, params: unknown, depth: number) {
  const prepared = await prepareSource(view, source, params, 'test');
  return prepared.retrieve(
    Array.from(qrels.users, (userRow) => ({ userRow, exclude: history(userRow) })),
    depth,
  );
}

it('the generated log equals the fixture’s', () => expect(log.length).toBe(golden.pairs));

describe.each(golden.models)('$name', ({ source, params, metrics, lists }) => {
  it('has the ndcg@10 and recall@10 of numpy and scipy, to 1e-6', async () => {
    const found = await listsOf(source, params, 10);
    const run = {
      users: qrels.users,
      length: 10,
      counts: Int32Array.from(found, ({ items }) => items.length),
      items: Int32Array.from(found.flatMap(({ items }) => Array.from({ length: 10 }, (_, i) => items[i] ?? -1))),
      scores: Float64Array.from(found.flatMap(({ scores }) => Array.from({ length: 10 }, (_, i) => scores[i] ?? -Infinity))),
    };
    const evaluation = evaluateRun(run, qrels, ['ndcg@10', 'recall@10'].map(parseMetricSpec), {});
    expect(evaluation.metrics.map(({ evaluatedCount }) => evaluatedCount)).toEqual([metrics.users, metrics.users]);
    expect(evaluation.metrics[0].value).toBeCloseTo(metrics['ndcg@10'], 6);
    expect(evaluation.metrics[1].value).toBeCloseTo(metrics['recall@10'], 6);
  });

  it('has the same scores: to 1e-6 for PureSVD, which is stored in single precision, to 1e-9 for the others', async () => {
    const found = await listsOf(source, params, 25);
    golden.checkedUsers.forEach((user, at) => {
      const { items, scores } = found[qrels.users.indexOf(user)];
      const tolerance = source === 'pure-svd' ? 1e-6 : 1e-9;
      // Scores that agree to the last digits are ties, so the test compares scores by position, then the score of each item.
      expect(items.length).toBe(lists[at].items.length);
      scores.forEach((score, i) => expect(Math.abs(score - lists[at].scores[i]), `${user}:${i}`).toBeLessThan(tolerance));
      const scoreOf = new Map(lists[at].items.map((item, i) => [item, lists[at].scores[i]]));
      const last = lists[at].scores.at(-1) ?? 0;
      items.forEach((item, i) => expect(Math.abs((scoreOf.get(item) ?? last) - scores[i])).toBeLessThan(tolerance));
    });
  });
});

it('the two directions of item neighbours differ', () => {
  const [ofHistory, ofCandidate] = ['history', 'candidate'].map(
    (side) => golden.models.find(({ params }) => params['neighboursOf'] === side)?.metrics['ndcg@10'] ?? NaN,
  );
  expect(Math.abs(ofCandidate / ofHistory - 1)).toBeGreaterThan(0.02);
});
