/** Interactions with equal timestamps: which of them are tested must not depend on file order, and must be reported. */
import { describe, expect, it } from 'vitest';
import { idRanks } from '#engine/core/containers/id-order';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { splitDataset } from '#engine/dataset/splits/split-dataset';
import type { Dataset } from '#engine/model/dataset';
import { evaluationSide } from '#engine/pipeline/sides';
import { splitSettingsSchema } from '#shared/schemas/experiment';

type Row = readonly [user: string, item: string, at: number];

/** Rows of the tables in order of first appearance, as an import gives them. */
function datasetOf(rows: readonly Row[]): Dataset {
  const userIds = [...new Set(rows.map(([user]) => user))];
  const itemIds = [...new Set(rows.map(([, item]) => item))];
  return createDataset({
    name: 'log',
    users: userTable({ ids: userIds }),
    items: itemTable({ ids: itemIds }),
    interactions: interactionTable({
      users: rows.map(([user]) => userIds.indexOf(user)),
      items: rows.map(([, item]) => itemIds.indexOf(item)),
      timestampsMs: rows.map(([, , at]) => at),
    }),
  });
}

/** Every user has ten interactions; the last four are one session with one timestamp. Item 10 precedes item 9 as text, not as a number. */
const rows: Row[] = Array.from({ length: 12 }, (_, user) =>
  Array.from({ length: 10 }, (_, n): Row => [String(user), String((user * 7 + n * 3) % 23), n < 6 ? n : 100]),
).flat();
const untied: Row[] = Array.from({ length: 5 }, (_, n): Row => ['99', String(n), n]);
const shuffled = [...rows, ...untied]
  .map((row, i) => ({ row, key: (i * 7919) % 1009 }))
  .sort((a, b) => a.key - b.key)
  .map(({ row }) => row);

const settings = (more: object = {}) => splitSettingsSchema.parse({ id: 'leave-last', params: { count: 2 }, ...more });
const tested = (dataset: Dataset, more: object = {}, seed = 1): string[] => {
  const { users, items } = dataset.interactions;
  return [...splitDataset(dataset, settings(more), seed).test]
    .map((position) => `${dataset.users.ids.ids[users[position]]} ${dataset.items.ids.ids[items[position]]}`)
    .sort();
};
const [inOrder, inAnother] = [datasetOf([...rows, ...untied]), datasetOf(shuffled)];

describe('time ties', () => {
  it.each(['id', 'random', 'all'])('the rule %s gives the same split for any order of the file', (timeTies) => {
    expect(tested(inAnother, { timeTies })).toEqual(tested(inOrder, { timeTies }));
  });

  it('are broken by id by default; broken by row, the split depends on the order of the file', () => {
    expect(settings().timeTies).toBe('id');
    expect(tested(inAnother)).toEqual(tested(inOrder));
    expect(tested(inAnother, { timeTies: 'row' })).not.toEqual(tested(inOrder, { timeTies: 'row' }));
  });

  it('ids are compared as numbers if all are whole numbers, of any length', () => {
    expect([...idRanks(['10', '9', '2'])]).toEqual([2, 1, 0]);
    expect([...idRanks(['10', '9', 'x'])]).toEqual([0, 1, 2]);
    expect([...idRanks(['90071992547409931', '90071992547409930', '3'])]).toEqual([2, 1, 0]);
    const last = tested(inOrder)
      .filter((pair) => pair.startsWith('0 '))
      .map((pair) => Number(pair.slice(2)));
    const session = rows.filter(([user, , at]) => user === '0' && at === 100).map(([, item]) => Number(item));
    expect(last.toSorted((a, b) => a - b)).toEqual(session.toSorted((a, b) => a - b).slice(-2));
  });

  it('the rule all tests the whole session, and leaves users of one moment in training', () => {
    expect(tested(inOrder, { timeTies: 'all' }).filter((pair) => pair.startsWith('0 '))).toHaveLength(4);
    const oneMoment = datasetOf([...rows, ['m', '1', 5], ['m', '2', 5], ['m', '3', 5]]);
    expect(tested(oneMoment, { timeTies: 'all' }).filter((pair) => pair.startsWith('m '))).toEqual([]);
    expect(splitDataset(oneMoment, settings({ timeTies: 'all' }), 1).timeTies).toMatchObject({ rule: 'all', wholeUsers: 1 });
  });

  it('another seed of the rule random selects other test interactions', () => {
    const draws = [1, 2, 3].map((timeTieSeed) => tested(inOrder, { timeTies: 'random', timeTieSeed }).join());
    expect(new Set(draws).size).toBe(3);
    expect(tested(inOrder, { timeTies: 'random' }, 7)).not.toEqual(tested(inOrder, { timeTies: 'random' }, 8));
  });

  it('are counted: users whose cut falls within one moment', () => {
    expect(evaluationSide(inOrder, settings(), 1).split?.timeTies).toEqual({ rule: 'id', cutUsers: 13, tiedUsers: 12, wholeUsers: 0 });
    // A session of four that is tested as a whole is not divided: the cut is before it.
    expect(evaluationSide(inOrder, settings({ params: { count: 4 } }), 1).split?.timeTies).toMatchObject({ tiedUsers: 0 });
    // A global cut never separates equal timestamps.
    expect(evaluationSide(inOrder, splitSettingsSchema.parse({}), 1).split?.timeTies).toBeUndefined();
  });

  it('the default split has the same interactions for any order of the file', () => {
    const bounds = [inOrder, inAnother].map((dataset) => {
      const { test, trainEndMs, testStartMs } = splitDataset(dataset, splitSettingsSchema.parse({}), 1);
      return [test.length, trainEndMs, testStartMs];
    });
    expect(bounds[0]).toEqual(bounds[1]);
  });
});
