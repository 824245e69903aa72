import type { Qrels, Run } from '#engine/model/run';
import type { CsrMatrix } from '#engine/core/linear-algebra/matrix';
import type { Dataset } from '#engine/model/dataset';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';
import { userRow } from '#shared/ids';
import type { TestUser, TestUserGroup, TestUsersInput, TestUsersOutput } from '#shared/schemas/test-users';
import { sharedThread } from '../jobs/shared-thread';
import type { EvaluationCaches } from './evaluation-caches';

/** What users are described from. */
interface TestUserSources {
  readonly dataset: Dataset;
  readonly training: CsrMatrix;
  readonly qrels: Qrels;
  /** Lists of the baseline and, if there is one, of the challenger; none while they are not prepared. */
  readonly runs: readonly Run[];
}

/** Groups in the order of the answer, and how many of each are listed while nothing is searched for. */
const groups: readonly { readonly id: TestUserGroup; readonly most: number }[] = [
  { id: 'hits', most: 25 },
  { id: 'changed', most: 15 },
  { id: 'test', most: 15 },
  { id: 'cold', most: 15 },
  { id: 'other', most: 15 },
];

/** Describes users of the dataset by their part in a test: history, relevant videos, and hits in the two lists. */
class TestUserDirectory {
  readonly #testIndex: ReadonlyMap<number, number>;
  readonly #runIndex: ReadonlyMap<number, number>;

  constructor(private readonly sources: TestUserSources) {
    this.#testIndex = new Map([...sources.qrels.users].map((row, index) => [row, index]));
    this.#runIndex = new Map([...(sources.runs[0]?.users ?? [])].map((row, index) => [row, index]));
  }

  /** Users whose id contains `search`, at most `limit`: those with hits first. */
  find(search: string, limit: number): TestUser[] {
    const searchText = search.trim().toLowerCase();
    const { ids } = this.sources.dataset.users.ids;
    const found = new Map<TestUserGroup, TestUser[]>(groups.map(({ id }) => [id, []]));
    for (const row of this.#rows(searchText === '')) {
      if (searchText !== '' && !(ids[row] ?? '').toLowerCase().includes(searchText)) continue;
      const user = this.#describe(row);
      found.get(user.group)?.push(user);
    }
    const exact = (user: TestUser): number => (user.userId.toLowerCase() === searchText ? 1 : 0);
    return groups
      .flatMap(({ id, most }) => {
        const sorted = (found.get(id) ?? []).sort((a, b) => exact(b) - exact(a) || rankOf(b) - rankOf(a));
        return sorted.slice(0, searchText === '' ? most : limit);
      })
      .slice(0, limit);
  }

  /** One user; undefined where there is no such id. */
  of(userId: string): TestUser | undefined {
    const row = this.sources.dataset.users.ids.find(userId);
    return row === undefined ? undefined : this.#describe(row);
  }

  /** Test users, and all others where they are searched for or few are needed. */
  *#rows(isBrowsing: boolean): Generator<number> {
    yield* this.#testIndex.keys();
    const count = this.sources.dataset.users.ids.size;
    const others = groups.find(({ id }) => id === 'other')?.most ?? 0;
    for (let row = 0, listed = 0; row < count && !(isBrowsing && listed >= others); row++) {
      if (this.#testIndex.has(row)) continue;
      listed++;
      yield row;
    }
  }

  #describe(row: number): TestUser {
    const { dataset, training, qrels, runs } = this.sources;
    const at = this.#testIndex.get(row);
    const historyCount = row < training.rows ? (training.offsets[row + 1] ?? 0) - (training.offsets[row] ?? 0) : 0;
    const relevant = at === undefined ? undefined : judgedRelevant(qrels, at);
    const runAt = this.#runIndex.get(row);
    const [baseline, challenger] = runAt === undefined ? [] : runs.map((run) => listOf(run, runAt));
    const hits = relevant && baseline ? hitsOf(baseline, relevant) + (challenger ? hitsOf(challenger, relevant) : 0) : null;
    const changedCount = baseline && challenger ? challenger.filter((item, place) => baseline[place] !== item).length : null;
    const user = {
      userId: dataset.users.ids.idOf(userRow(row)),
      historyCount,
      inTest: at !== undefined,
      relevantCount: relevant?.size ?? 0,
      hits,
      changedCount,
    };
    return { ...user, group: groupOf(user) };
  }
}

function judgedRelevant({ offsets, items, grades }: Qrels, at: number): ReadonlySet<number> {
  const [from, to] = [offsets[at] ?? 0, offsets[at + 1] ?? 0];
  return new Set(items.subarray(from, to).filter((_, i) => (grades[from + i] ?? 0) > 0));
}

/** Items that count as relevant for a user; undefined for one who is not in the test part. */
export function relevantOf(qrels: Qrels, row: number): ReadonlySet<number> | undefined {
  const at = qrels.users.indexOf(row);
  return at < 0 ? undefined : judgedRelevant(qrels, at);
}

/** Hits are counted where the lists are prepared, or quickly made. */
export async function findTestUsers(
  caches: EvaluationCaches,
  config: ExperimentConfig,
  settings: BuildSettings,
  { memoryBytes, search, limit, k, chosen }: TestUsersInput,
): Promise<TestUsersOutput> {
  const plan = await caches.plan(config, settings, memoryBytes);
  const { view, qrels } = await caches.judged(config, settings, sharedThread());
  const runs: Run[] = [];
  if (plan.preparation !== 'long' && plan.testUserCount > 0) {
    const { bench } = await caches.prepare(config, settings, plan, true, sharedThread());
    for (const variant of config.variants.slice(0, 2)) runs.push((await bench.rankerFor(variant, k)).run());
  }
  const directory = new TestUserDirectory({ dataset: view.dataset, training: view.interactions, qrels, runs });
  return {
    testUserCount: plan.testUserCount,
    users: directory.find(search, limit),
    chosen: (chosen !== null && directory.of(chosen)) || null,
  };
}

const listOf = ({ items, length, counts }: Run, at: number): Int32Array => items.subarray(at * length, at * length + (counts[at] ?? 0));

const hitsOf = (list: Int32Array, relevant: ReadonlySet<number>): number => list.filter((item) => relevant.has(item)).length;

function groupOf({ inTest, historyCount, hits, changedCount }: Omit<TestUser, 'group'>): TestUserGroup {
  if (!inTest) return 'other';
  if (historyCount === 0) return 'cold';
  if ((hits ?? 0) > 0) return 'hits';
  return (changedCount ?? 0) > 0 ? 'changed' : 'test';
}

const rankOf = ({ hits, changedCount, relevantCount, historyCount, inTest }: TestUser): number =>
  (hits ?? 0) * 1e6 + (changedCount ?? 0) * 1e3 + (inTest ? Math.min(relevantCount, 999) : 0) + Math.min(historyCount, 999) / 1e3;
