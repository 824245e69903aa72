/**
 * Popular, item neighbours (both sides), PureSVD and EASE on MovieLens beside numpy and scipy: ndcg@10 and recall@10 of each,
 * and their differences.
 *
 *   node scripts/run-typescript.mjs bench/recommenders.ts FOLDER
 *
 * FOLDER holds MovieLens' ratings.csv. Training and test parts are created here and passed to the peer: the last ten
 * ratings of every user are tested, equal times by movie id; a rating of 4 or more is relevant, and movies rated in training
 * are not candidates. Needs python3 with numpy and scipy; exits with 1 when a value differs by more than 1e-6.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareSource } from '#engine/candidates/prepared';
import { csrFromTriplets } from '#engine/core/linear-algebra/matrix';
import { Vocabulary } from '#engine/core/containers/vocabulary';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpec } from '#engine/evaluate/metrics/metric-spec';
import type { Dataset } from '#engine/model/dataset';
import type { Qrels } from '#engine/model/run';
import { createTrainingView } from '#engine/pipeline/training-view';
import { itemId, userId, type Fingerprint, type ItemId, type ItemRow, type UserId, type UserRow } from '#shared/ids';

const HELD_OUT = 10;
const DEPTH = 10;
const TOLERANCE = 1e-6;
const python = process.env['RANKLAB_PYTHON'] ?? '/usr/bin/python3';
const models = [
  { name: 'Popular', source: 'popular', params: {} },
  { name: 'Item neighbours, all', source: 'item-knn', params: { neighbours: null, shrinkage: 10 } },
  { name: 'Item neighbours, of the history', source: 'item-knn', params: { neighbours: 100, neighboursOf: 'history', shrinkage: 10 } },
  { name: 'Item neighbours, of the candidate', source: 'item-knn', params: { neighbours: 100, neighboursOf: 'candidate', shrinkage: 10 } },
  { name: 'PureSVD', source: 'pure-svd', params: { factorCount: 50 } },
  { name: 'EASE', source: 'ease', params: { lambda: 250 } },
];

interface Rating {
  readonly user: number;
  readonly item: number;
  readonly value: number;
  readonly time: number;
}

function readRatings(folder: string): { ratings: Rating[]; users: number; items: number } {
  const rowOf = { user: new Map<number, number>(), item: new Map<number, number>() };
  const row = (side: 'user' | 'item', id: number): number => {
    const known = rowOf[side].get(id) ?? rowOf[side].size;
    rowOf[side].set(id, known);
    return known;
  };
  const [, ...lines] = readFileSync(join(folder, 'ratings.csv'), 'utf8').trim().split(/\r?\n/);
  const cells = lines
    .map((line) => line.split(',').map(Number))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[3] ?? 0) - (b[3] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
  const ratings = cells.map(([user = 0, item = 0, value = 0, time = 0]) => ({
    user: row('user', user),
    item: row('item', item),
    value,
    time,
  }));
  return { ratings, users: rowOf.user.size, items: rowOf.item.size };
}

function datasetOf({ ratings, users, items }: ReturnType<typeof readRatings>): Dataset {
  const rows = Array.from({ length: items }, (_, row) => String(row));
  return {
    name: 'MovieLens',
    users: {
      ids: new Vocabulary<UserId, UserRow>(
        'user',
        Array.from({ length: users }, (_, row) => userId(String(row))),
      ),
      columns: {},
    },
    items: {
      ids: new Vocabulary<ItemId, ItemRow>('video', rows.map(itemId)),
      titles: rows,
      descriptions: rows,
      tags: rows.map(() => []),
      categories: { labels: [], offsets: new Int32Array(items + 1), codes: new Int32Array(0) },
      creators: { labels: [], codes: new Int32Array(items).fill(-1) },
      publishedAtMs: new Float64Array(items).fill(NaN),
      durationSeconds: new Float64Array(items).fill(NaN),
      columns: {},
    },
    interactions: {
      count: ratings.length,
      users: Int32Array.from(ratings, ({ user }) => user),
      items: Int32Array.from(ratings, ({ item }) => item),
      kinds: ['rating'],
      kindCodes: new Uint8Array(ratings.length),
      values: Float64Array.from(ratings, ({ value }) => value),
      timestampsMs: Float64Array.from(ratings, ({ time }) => time * 1000),
      columns: {},
    },
    fingerprint: '' as Fingerprint,
  };
}

/** Ratings are sorted by user and time: the last ten of each user are the test part. */
function isTested(ratings: readonly Rating[]): boolean[] {
  const left = new Map<number, number>();
  for (const { user } of ratings) left.set(user, (left.get(user) ?? 0) + 1);
  return ratings.map(({ user }) => {
    const remaining = left.get(user) ?? 0;
    left.set(user, remaining - 1);
    return remaining <= HELD_OUT;
  });
}

function qrelsOf(ratings: readonly Rating[], users: number, items: number): Qrels {
  const matrix = csrFromTriplets(
    users,
    items,
    ratings.map(({ user }) => user),
    ratings.map(({ item }) => item),
    ratings.map(() => 1),
  );
  const { offsets, indices } = matrix;
  return {
    users: Int32Array.from({ length: users }, (_, u) => u),
    offsets,
    items: indices,
    grades: new Float64Array(indices.length).fill(1),
    relevance: 'rating ≥ 4',
  };
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('Which folder has ratings.csv?');
const log = readRatings(folder);
const tested = isTested(log.ratings);
const dataset = datasetOf(log);
const positions = Int32Array.from(log.ratings.keys()).filter((p) => !tested[p]);
const trained = new Uint8Array(log.items);
for (const p of positions) trained[dataset.interactions.items[p] ?? 0] = 1;
const view = createTrainingView({ dataset, positions, knownItems: trained, seed: 42 });
const relevant = log.ratings.filter(({ value }, p) => tested[p] && value >= 4);
const qrels = qrelsOf(relevant, log.users, log.items);

async function measured({ source, params }: (typeof models)[number]): Promise<Record<string, number>> {
  const prepared = await prepareSource(view, source, params, 'bench');
  const { offsets, indices } = view.interactions;
  const requests = Array.from(qrels.users, (userRow) => ({ userRow, exclude: indices.slice(offsets[userRow], offsets[userRow + 1]) }));
  const lists = await prepared.retrieve(requests, DEPTH);
  const run = {
    users: qrels.users,
    length: DEPTH,
    counts: Int32Array.from(lists, ({ items }) => items.length),
    items: Int32Array.from(lists.flatMap(({ items }) => Array.from({ length: DEPTH }, (_, i) => items[i] ?? -1))),
    scores: Float64Array.from(lists.flatMap(({ scores }) => Array.from({ length: DEPTH }, (_, i) => scores[i] ?? -Infinity))),
  };
  const { metrics } = evaluateRun(run, qrels, ['ndcg@10', 'recall@10'].map(parseMetricSpec), {}, { exploreTies: false });
  return Object.fromEntries(metrics.map(({ spec, value }) => [spec, value]));
}

const temporary = mkdtempSync(join(tmpdir(), 'ranklab-recommenders-'));
try {
  const parts = {
    users: log.users,
    items: log.items,
    train: Array.from(positions, (p) => [log.ratings[p]?.user, log.ratings[p]?.item]),
    relevant: relevant.map(({ user, item }) => [user, item]),
    models,
  };
  writeFileSync(join(temporary, 'parts.json'), JSON.stringify(parts));
  const peer = JSON.parse(
    execFileSync(python, ['bench/peers/recommenders_peer.py', join(temporary, 'parts.json')], { encoding: 'utf8' }),
  ) as { versions: string; metrics: Record<string, Record<string, number>> };
  let worst = 0;
  const rows = [];
  for (const model of models) {
    const ours = await measured(model);
    const theirs = peer.metrics[model.name] ?? {};
    const difference = Math.max(...Object.keys(ours).map((spec) => Math.abs((ours[spec] ?? NaN) - (theirs[spec] ?? NaN))));
    worst = Math.max(worst, difference);
    rows.push({ model: model.name, ranklab: ours, peer: theirs, difference: Number(difference.toExponential(1)) });
  }
  process.stdout.write(
    `${JSON.stringify({ node: process.version, peer: peer.versions, ratings: log.ratings.length, rows, worst }, null, 2)}\n`,
  );
  process.exitCode = worst <= TOLERANCE ? 0 : 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
