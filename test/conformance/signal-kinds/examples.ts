import { createDataset, itemTable, userTable } from '#engine/dataset/assemble';
import { categoricalColumn, multiLabelColumn } from '#engine/core/containers/label-columns';
import { vectorSpace } from '#engine/embeddings/files/vector-space';
import type { ScoringService } from '#engine/model/scoring-service';
import type { VectorLibrary } from '#engine/model/vector-space';
import type { Dataset } from '#engine/model/dataset';
import type { ForeignRun } from '#engine/model/foreign-run';
import { RankLabError } from '#shared/errors';
import type { SignalDefinitions } from '#shared/schemas/signal';
import { smallDataset } from '../../fixtures';

/** The small dataset with a column of every type for users and videos. */
export function datasetWithColumns(): Dataset {
  const { name, users, items, interactions } = smallDataset();
  const count = items.ids.size;
  const numbers = (valueOf: (row: number) => number): Float64Array => Float64Array.from({ length: count }, (_, row) => valueOf(row));
  const countries = ['DE', 'FR', null];
  const start = Math.min(...interactions.timestampsMs);
  return createDataset({
    name,
    users: userTable({
      ids: users.ids.ids,
      columns: { country: users.ids.ids.map((_, row) => countries[row % 3]), budget: users.ids.ids.map((_, row) => String(row % 7)) },
    }),
    items: itemTable({
      ...items,
      ids: items.ids.ids,
      columns: {
        margin: { type: 'number', values: numbers((row) => (row % 5 === 0 ? NaN : (row * 37) % 101)) },
        reviewed: { type: 'date', values: numbers((row) => (row % 4 === 0 ? NaN : start - row * 86_400_000)) },
        checked: { type: 'boolean', values: numbers((row) => row % 2) },
        country: { type: 'text', ...categoricalColumn(Array.from({ length: count }, (_, row) => countries[row % 3])) },
        markets: { type: 'labels', ...multiLabelColumn(Array.from({ length: count }, (_, row) => (row % 2 ? ['DE', 'US'] : ['FR']))) },
      },
    }),
    interactions,
  });
}

const scorer = 'http://scorer.invalid/';
/** Hashes of the files of vectors. */
export const videoVectors = 'd'.repeat(64);
const userVectors = 'e'.repeat(64);

/** Definitions of every kind, by id. The suite fails for a kind that none of them has. */
export const examples: SignalDefinitions = {
  predicted: { kind: 'score', params: { run: 'b'.repeat(64) }, direction: 'higher', knownAt: 'static' },
  homeland: { kind: 'match', params: { user: 'country', video: 'country' }, direction: 'higher', knownAt: 'static' },
  interests: { kind: 'match', params: { user: 'country', video: 'markets', how: 'overlap' }, direction: 'higher', knownAt: 'static' },
  affordable: {
    kind: 'match',
    params: { user: 'budget', video: 'margin', how: 'within', band: 20 },
    direction: 'higher',
    knownAt: 'static',
  },
  towers: { kind: 'vector', params: { videos: videoVectors, users: userVectors }, direction: 'higher', knownAt: 'static' },
  alike: { kind: 'vector', params: { videos: videoVectors, compare: 'cosine' }, direction: 'higher', knownAt: 'static' },
  asked: { kind: 'service', params: { url: scorer, history: 3 }, direction: 'higher', knownAt: 'static' },
  worth: {
    kind: 'formula',
    params: { expression: 'predicted * 2 + log1p(given(column("margin"), 0)) * exp(-age_days / 300) + category_affinity' },
    direction: 'higher',
    knownAt: 'static',
  },
  margin: { kind: 'column', params: { column: 'margin' }, direction: 'higher', knownAt: 'static' },
  recent: { kind: 'column', params: { column: 'reviewed', transform: 'half-life' }, direction: 'higher', knownAt: 'static' },
};

/** For each kind: its parameters changed to refer to something that is not in the data, and the place that the error names. */
export const broken: Readonly<Record<string, { readonly params: Record<string, unknown>; readonly place: string }>> = {
  column: { params: { column: 'nosuch' }, place: 'params.column' },
  score: { params: { run: 'b'.repeat(64), column: 'nosuch' }, place: 'params' },
  match: { params: { user: 'nosuch', video: 'country' }, place: 'params.user' },
  vector: { params: { videos: 'f'.repeat(64) }, place: 'params.videos' },
  service: { params: { url: scorer }, place: 'params.url' },
  formula: { params: { expression: '1 + nosuch' }, place: 'params.expression' },
};

/** Every second user has a score for two videos of three; with a column that is another number. */
export function scoresFile({ users, items }: Dataset): ForeignRun {
  const pairs = users.ids.ids.flatMap((_, u) => items.ids.ids.flatMap((__, i) => (u % 2 === 1 && i % 3 !== 0 ? [[u, i] as const] : [])));
  return {
    sha256: 'b'.repeat(64),
    file: 'scores.csv',
    format: 'csv',
    importedAtMs: 0,
    knownAt: null,
    users: users.ids.ids,
    items: items.ids.ids,
    userCodes: Int32Array.from(pairs, ([user]) => user),
    itemCodes: Int32Array.from(pairs, ([, item]) => item),
    scores: Float64Array.from(pairs, ([user, item]) => (user * 31 + item * 17) % 23),
    ranks: undefined,
    columns: {},
    textColumns: [],
  };
}

/** Vectors of three videos of four and two users of three, in reverse order. */
export function vectorLibrary(dataset: Dataset): VectorLibrary {
  const fileOf = (file: string, ids: readonly string[], kept: (row: number) => boolean) => {
    const rows = Array.from(ids.keys()).filter(kept).reverse();
    return {
      file,
      content: {
        keys: [{ name: 'key', says: 'video' as const, cells: rows.map((row) => ids[row]) }],
        dimensions: 3,
        vectors: Float32Array.from(rows.flatMap((row) => [1 + (row % 5), (row * 7) % 11, (row * 3) % 4])),
        notes: [],
      },
    };
  };
  const videos = fileOf('videos.npy', dataset.items.ids.ids, (row) => row % 4 !== 0);
  const users = fileOf('users.npy', dataset.users.ids.ids, (row) => row % 3 !== 2);
  return {
    nameOf: async () => 'videos.npy',
    space: async (settings) => {
      if (settings.videos !== videoVectors) throw new RankLabError('NOT_FOUND', 'No vectors are stored', { place: 'videos' });
      return vectorSpace({ videos, ...(settings.users !== undefined && { users }) }, settings, dataset);
    },
    index: () => Promise.reject(new Error('not asked for')),
  };
}

/** A scorer that knows four videos of five, by the ids and the history that it is sent. */
export const scoringService: ScoringService = {
  score: async (calls) =>
    calls.map(({ context, items }) =>
      Float32Array.from(items, (id) => {
        const text = JSON.stringify(context) + id;
        const sum = [...text].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 9973, 7);
        return sum % 5 === 0 ? NaN : sum / 100;
      }),
    ),
  usage: () => ({ requests: 3, retries: 1, scoredPairs: 40, cachedPairs: 2, medianMilliseconds: 12, usd: 0 }),
};
