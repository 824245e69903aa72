/** Tables with a property per row become one row per video or user, and a catalogue can be imported without a log. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { furtherCell } from '#engine/dataset/further-columns';
import type { Dataset } from '#engine/model/dataset';
import { importRequestSchema } from '#shared/schemas/dataset';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

let workspace: Workspace;
let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  workspace = await Workspace.create(join(folder, 'workspace'), 'Properties');
});
afterEach(() => workspace.close());

function written(name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${rows.join('\n')}\n`);
  return path;
}
const importing = (request: object) => workspace.importer.importFiles(importRequestSchema.parse({ mode: 'replace', ...request }));
const cellsOf = ({ items }: Dataset, id: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(items.columns).map(([name, column]) => [name, furtherCell(column, items.ids.find(id) ?? -1)]));

describe('a property per row', () => {
  it('becomes a column; its latest value counts, wherever it is in the file', async () => {
    const part1 = written('item_properties_part1.csv', [
      'timestamp,itemid,property,value',
      ...['1435460400000,1,categoryid,a', '1433041200000,2,categoryid,b', '1439089200000,1,price,10.5', '1431226800000,1,categoryid,old'],
      ...['1433646000000,2,available,0', '1434250800000,2,available,1', '1434250800000,1,available,0'],
    ]);
    const part2 = written('item_properties_part2.csv', [
      'timestamp,itemid,property,value',
      '1439089200000,2,price,3',
      '1439089200000,3,price,4',
    ]);
    const { dataset, report } = await importing({ videos: [part1, part2] });
    expect(dataset.items.ids.ids).toEqual(['1', '2', '3']);
    expect(cellsOf(dataset, '1')).toEqual({ categoryid: 'a', price: 10.5, available: false });
    expect(cellsOf(dataset, '2')).toEqual({ categoryid: 'b', price: 3, available: true });
    expect(cellsOf(dataset, '3')).toEqual({ categoryid: null, price: 4, available: null });
    expect(report.rejects).toEqual([]);
    expect(report.files[0]?.format).toContain('a property per row');
  });

  it('keeps all values without times, and fills the known fields', async () => {
    const rows = [
      'movie_id,attribute,value',
      'm1,title,Heat',
      'm1,genre,Crime',
      'm1,genre,Drama',
      'm2,genre,Drama',
      'm2,title,Alien',
      'm2,genre,Drama',
    ];
    const { dataset } = await importing({ videos: written('facts.csv', rows) });
    const { categories, titles } = dataset.items;
    expect(titles).toEqual(['Heat', 'Alien']);
    expect(Array.from(categories.codes, (code) => categories.labels[code])).toEqual(['Crime', 'Drama', 'Drama']);
  });

  it('describes users if it refers to user ids', async () => {
    const rows = ['user_id,property,value', 'u1,country,DE', 'u2,country,FR', 'u1,age,30'];
    const preview = await workspace.importer.previewFile(written('users.csv', rows));
    expect(preview.guess).toMatchObject({ role: 'users', mapping: { user: 'user_id' } });
    const { dataset } = await importing({ users: written('users.csv', rows) });
    const { labels, codes } = dataset.users.columns['country'];
    expect(Array.from(codes, (code) => labels[code])).toEqual(['DE', 'FR']);
  });

  it('is not detected in a log with a value column', async () => {
    const rows = ['user_id,item_id,key,value', 'u1,i1,view,3', 'u2,i2,view,4', 'u2,i1,like,4'];
    const { guess, shape } = await workspace.importer.previewFile(written('log.csv', rows));
    expect([guess.role, shape]).toEqual(['interactions', 'table']);
  });
});

describe('a catalogue alone', () => {
  it('is imported, and a log can be added', async () => {
    const videos = written('videos.csv', ['video_id,title', 'a,One', 'b,Two']);
    const { report } = await importing({ videos });
    expect(report).toMatchObject({ changed: true, users: 0, videos: 2, interactions: 0 });
    expect(report.notes.join()).not.toContain('only in the interactions');
    const log = written('log.csv', ['user_id,video_id', 'u,a', 'v,b']);
    const { dataset } = await importing({ interactions: log, mode: 'merge' });
    expect([dataset.users.ids.size, dataset.interactions.count]).toEqual([2, 2]);
    expect(dataset.items.titles).toEqual(['One', 'Two']);
  });

  it('changes nothing if no row is accepted; a request without files is rejected', async () => {
    await expect(importing({ videos: written('empty.csv', ['video_id,title', 'a,One,more']) })).rejects.toThrow(
      /no row that can be imported/,
    );
    expect(importRequestSchema.safeParse({ mode: 'replace' }).success).toBe(false);
  });
});
