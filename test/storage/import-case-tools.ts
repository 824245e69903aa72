/** Imports files of test/import-cases into a new workspace, and checks the result. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { furtherCell } from '#engine/dataset/further-columns';
import type { Dataset } from '#engine/model/dataset';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

/** A new workspace for each test of the importing file. */
export let workspace: Workspace;
beforeEach(async () => {
  workspace = await Workspace.create(join(temporaryFolder(), 'workspace'), 'Cases');
});
afterEach(() => workspace.close());

type Importing = ReturnType<Workspace['importer']['importFiles']>;

export const path = (name: string): string => {
  const found = resolve('test/import-cases', name);
  expect(existsSync(found), name).toBe(true);
  return found;
};
export const importing = (interactions: string | string[], more: Record<string, unknown> = {}): Importing =>
  workspace.importer.importFiles({
    interactions: typeof interactions === 'string' ? path(interactions) : interactions.map(path),
    mode: 'replace',
    ...more,
  });
export const asVideos = (videos: string, interactions = 'log.csv'): Importing => importing(interactions, { videos: path(videos) });

export interface Expected {
  readonly users: number;
  readonly videos: number;
  readonly interactions: number;
  readonly first?: string;
  readonly last?: string;
  readonly kinds?: readonly string[];
  readonly values?: readonly number[];
}
export function expectLog({ users, items, interactions }: Dataset, expected: Expected): void {
  expect([users.ids.size, items.ids.size, interactions.count]).toEqual([expected.users, expected.videos, expected.interactions]);
  const times = [...interactions.timestampsMs].filter((ms) => !Number.isNaN(ms)).sort((a, b) => a - b);
  const [first, last] = [times[0], times.at(-1)].map((ms) => (ms === undefined ? undefined : new Date(ms).toISOString()));
  expect([first, last]).toEqual([expected.first, expected.last]);
  if (expected.kinds) expect([...interactions.kinds].sort()).toEqual(expected.kinds);
  if (expected.values) expect([...interactions.values].slice(0, expected.values.length)).toEqual(expected.values);
}
export const furtherOf = ({ items, interactions }: Dataset, table: 'videos' | 'interactions'): Record<string, unknown[]> =>
  Object.fromEntries(
    Object.entries(table === 'videos' ? items.columns : interactions.columns).map(([name, column]) => [
      `${name}: ${column.type}`,
      [0, 1].map((row) => furtherCell(column, row)),
    ]),
  );
export const categoriesOf = ({ items: { categories } }: Dataset, row: number): string[] =>
  Array.from(categories.codes.subarray(categories.offsets[row], categories.offsets[row + 1]), (code) => categories.labels[code]);

export const july = { first: '2023-07-22T04:26:40.000Z', last: '2023-07-22T04:27:51.000Z' };
export const log72 = { users: 12, videos: 15, interactions: 72 };
export const twenty = { users: 12, videos: 19, interactions: 72 };
export const daily = { first: '2024-07-01T10:00:00.000Z', last: '2024-07-28T10:00:00.000Z' };
export const kuaiRand = { ...twenty, first: '2022-04-23T01:05:02.808Z', last: '2022-04-23T01:05:13.821Z' };

/** Bytes of a text in one of the encodings of the platform that have one or two bytes a sign: by trying all of them. */
export function encoded(text: string, encoding: string): Uint8Array {
  const bytesOf = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding);
  for (let high = 0; high < 256; high++) {
    bytesOf.set(decoder.decode(Uint8Array.of(high)), [high]);
    if (high >= 128) for (let low = 0x40; low < 256; low++) bytesOf.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  }
  return Uint8Array.from([...text].flatMap((sign) => bytesOf.get(sign) ?? bytesOf.get('?') ?? []));
}
