/** The pages of users, videos and interactions show the rows that the same conditions let pass in memory. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { interactionColumns, rowsPassing, userColumns, videoColumns, type Filterable } from '#engine/core/conditions/table-columns';
import { createRng } from '#engine/core/rng';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { categoricalColumn, multiLabelColumn } from '#engine/core/containers/label-columns';
import type { Dataset } from '#engine/model/dataset';
import { comparisons, conditionText, type Condition } from '#shared/conditions';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

const words = ['de', 'DE', '10', '10.0', '1e1', '+5', '.5', '5.', ' 7 ', '007', '7', 'a|b', 'a,"b"', "it's", 'ü', '-3', 'nan'];
const numbers = [0, -1, 10, 7.5, NaN, 5, 1e21];

/** Rows whose cells are every word and number above, and missing ones. */
function oddDataset(): Dataset {
  const cells = [...words, null, null];
  const count = cells.length;
  const lists = cells.map((word, at) => (word === null ? [] : [word, words[(at * 5 + 3) % words.length]]));
  const values = Float64Array.from({ length: count }, (_, at) => numbers[at % numbers.length]);
  const dates = Float64Array.from(values, (value, at) => (Number.isNaN(value) ? NaN : Date.UTC(2024, at, 1)));
  const flags = Float64Array.from({ length: count }, (_, at) => [0, 1, NaN][at % 3]);
  const columns = {
    size: { type: 'number', values },
    day: { type: 'date', values: dates },
    flag: { type: 'boolean', values: flags },
    word: { type: 'text', ...categoricalColumn(cells) },
    labels: { type: 'labels', ...multiLabelColumn(lists) },
  } as const;
  const rows = Array.from({ length: count }, (_, row) => row);
  return createDataset({
    name: 'odd',
    users: userTable({ ids: [...words, 'none', 'nobody'], columns: { word: cells, user: [...cells].reverse() } }),
    items: itemTable({
      ids: [...words, 'none', 'nobody'],
      titles: cells.map((word) => word ?? ''),
      descriptions: cells.map(() => ''),
      tags: lists,
      categories: [...lists].reverse(),
      creators: cells,
      publishedAtMs: dates,
      durationSeconds: values,
      // A column of the file with the name of a field takes its place.
      columns: { ...columns, title: { type: 'number', values: values.toReversed() } },
    }),
    interactions: interactionTable({
      users: rows,
      items: rows.toReversed(),
      kinds: ['view', '10', 'like'],
      kindCodes: rows.map((row) => row % 3),
      values: [...values],
      timestampsMs: [...dates],
      columns,
    }),
  });
}

const dataset = oddDataset();
const tables: readonly [Filterable, number][] = [
  [userColumns(dataset.users), dataset.users.ids.size],
  [videoColumns(dataset.items), dataset.items.ids.size],
  [interactionColumns(dataset.interactions, dataset.users, dataset.items), dataset.interactions.count],
];
const targets = [...words, ...numbers.map(String), '', '', '', '', '2024-03-01', '2024', 'yes', 'false', 'view'];

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create(join(temporaryFolder(), 'w'), 'Odd');
  await workspace.data.saveDataset(dataset, 'by hand');
});
afterAll(() => workspace.close());

/** The rows of all users, videos or interactions that pass, or the message of the refusal. */
async function passing(owner: Filterable['owner'], where: readonly string[]): Promise<string | readonly string[]> {
  const input = { search: '', offset: 0, limit: 1000, where: [...where] };
  try {
    if (owner === 'users') return (await workspace.data.users(input)).rows.map(({ userId }) => userId);
    if (owner === 'videos') return (await workspace.data.videos(input)).rows.map(({ videoId }) => videoId);
    return (await workspace.data.interactions(input)).rows.map(({ userId }) => userId);
  } catch (error) {
    return (error as Error).message;
  }
}

function passingInMemory(table: Filterable, count: number, where: readonly string[]): string | readonly string[] {
  // Row i of interactions is of user i.
  const { ids } = table.owner === 'videos' ? dataset.items.ids : dataset.users.ids;
  try {
    const passes = rowsPassing(table, count, where, 'where');
    return ids.filter((_, row) => passes?.[row] === 1);
  } catch (error) {
    return (error as Error).message;
  }
}

describe('conditions on the pages of the data', () => {
  it('let the same rows pass as in memory, for columns of every type', async () => {
    const random = createRng(17);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)];
    const outcomes = new Set<string>();
    for (let round = 0; round < 200; round++) {
      const [table, count] = pick(tables);
      const is = pick(comparisons);
      const several = is === 'in' || is === 'not in';
      const value = is === 'has' || is === 'lacks' ? '' : several ? [pick(words), pick(targets) || 'x'] : pick(targets);
      const condition: Condition = { column: pick(table.names), is, value, ...(random.next() < 0.3 && { orMissing: true }) };
      const where = [conditionText(condition)];
      const expected = passingInMemory(table, count, where);
      expect(await passing(table.owner, where), `${table.owner} ${where.join()}`).toEqual(expected);
      outcomes.add(typeof expected === 'string' ? 'refused' : expected.length === 0 ? 'none' : expected.length === count ? 'all' : 'some');
    }
    expect([...outcomes].sort()).toEqual(['all', 'none', 'refused', 'some']);
  });
});
