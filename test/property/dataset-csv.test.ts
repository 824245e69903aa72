import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { bareFormula, inertFormula, joinValues, splitValues } from '#engine/dataset/csv-cells';
import { datasetCsvChunks, userColumnName } from '#engine/dataset/csv-files';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { planPreset } from '#engine/dataset/importers/plan-preset';
import type { FileSpec } from '#engine/dataset/importers/plan';
import { readList } from '#engine/dataset/importers/formats/lists';
import { readNumber, readTimestamp, type Checked } from '#engine/dataset/importers/rules';
import type { Dataset } from '#engine/model/dataset';

/** Any text that a person or a program may put into a cell. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('"', "'", ',', '\n', '\r', '|', '\\', '=', '+', '-', '@', '\t', ' ', '1', '.', 'e', 'a', '＝'),
    maxLength: 6,
  }),
);
const id = text.filter((value) => value !== '');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const timestampMs = fc.integer({ min: -2_000_000_000_000, max: 7_000_000_000_000 });

const itemRow = fc.record({
  title: text,
  description: text,
  tags: fc.array(id, { maxLength: 3 }).map((tags) => [...new Set(tags)]),
  categories: fc.array(id, { maxLength: 3 }),
  creator: maybe(text),
  publishedAtMs: maybe(timestampMs),
  durationSeconds: maybe(number),
});

const datasets: fc.Arbitrary<Dataset> = fc
  .record({
    userIds: fc.uniqueArray(id, { minLength: 1, maxLength: 5 }),
    items: fc.uniqueArray(fc.tuple(id, itemRow), { minLength: 1, maxLength: 5, selector: ([itemId]) => itemId }),
    columns: fc.dictionary(id, fc.array(maybe(text), { minLength: 5, maxLength: 5 }), { maxKeys: 2 }),
    interactions: fc.array(
      fc.record({
        user: fc.nat(4),
        item: fc.nat(4),
        kind: fc.constantFrom('view', '=like', 'a,b'),
        value: maybe(number),
        time: maybe(timestampMs),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ userIds, items, columns, interactions }) =>
    createDataset({
      name: 'any',
      users: userTable({
        ids: userIds,
        columns: Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.slice(0, userIds.length)])),
      }),
      items: itemTable({
        ids: items.map(([itemId]) => itemId),
        titles: items.map(([, row]) => row.title),
        descriptions: items.map(([, row]) => row.description),
        tags: items.map(([, row]) => row.tags),
        categories: items.map(([, row]) => row.categories),
        creators: items.map(([, row]) => row.creator),
        publishedAtMs: items.map(([, row]) => row.publishedAtMs),
        durationSeconds: items.map(([, row]) => row.durationSeconds),
      }),
      interactions: interactionTable({
        users: interactions.map((row) => row.user % userIds.length),
        items: interactions.map((row) => row.item % items.length),
        kinds: ['view', '=like', 'a,b'],
        kindCodes: interactions.map((row) => ['view', '=like', 'a,b'].indexOf(row.kind)),
        values: interactions.map((row) => row.value),
        timestampsMs: interactions.map((row) => row.time),
      }),
    }),
  );

function value<T>(checked: Checked<T>): T {
  if ('rejected' in checked) throw new Error(checked.rejected);
  return checked.value;
}

/** Reads the three files by the preset's own description, with a reader that shares no code with the writer. */
function readBack(files: Readonly<Record<string, string>>, name: string): Dataset {
  const specs = planPreset('ranklab', Object.keys(files)).files.map(({ presetFile }) => presetFile.spec);
  const read = (role: FileSpec['role']) => {
    const spec = specs.find((candidate) => candidate.role === role)!;
    const [header = [], ...rows] = Papa.parse<string[]>(files[spec.file].replace(/\n$/, ''), {
      delimiter: spec.format.delimiter,
      newline: '\n',
    }).data;
    const column = (field: string): string[] => rows.map((row) => bareFormula(row[header.indexOf(spec.mapping[field])]));
    const numbers = (field: string): number[] => column(field).map((cell) => value(readNumber(cell)));
    const times = (field: string): number[] => column(field).map((cell) => value(readTimestamp(cell, spec.timestampUnit)));
    const labels = (field: string): string[][] => column(field).map((cell) => readList(cell, spec.multiValues));
    return { header, rows, column, numbers, times, labels };
  };
  const [users, videos, interactions] = [read('users'), read('videos'), read('interactions')];
  const userIds = users.column('user');
  const itemIds = videos.column('video');
  const kinds = [...new Set(interactions.column('kind'))];
  return createDataset({
    name,
    users: userTable({
      ids: userIds,
      columns: Object.fromEntries(
        users.header.slice(1).map((header, i) => [userColumnName(bareFormula(header)), users.rows.map((row) => bareFormula(row[i + 1]))]),
      ),
    }),
    items: itemTable({
      ids: itemIds,
      titles: videos.column('title'),
      descriptions: videos.column('description'),
      tags: videos.labels('tags'),
      categories: videos.labels('category'),
      creators: videos.column('creator'),
      publishedAtMs: videos.times('publishedAt'),
      durationSeconds: videos.numbers('duration'),
    }),
    interactions: interactionTable({
      users: interactions.column('user').map((userId) => userIds.indexOf(userId)),
      items: interactions.column('video').map((itemId) => itemIds.indexOf(itemId)),
      kinds,
      kindCodes: interactions.column('kind').map((kind) => kinds.indexOf(kind)),
      values: interactions.numbers('value'),
      timestampsMs: interactions.times('timestamp'),
    }),
  });
}

const written = (dataset: Dataset): Record<string, string> =>
  Object.fromEntries(Object.entries(datasetCsvChunks(dataset)).map(([name, chunks]) => [name, [...chunks].join('')]));

describe('the three CSV files', () => {
  it('read back as the same dataset, for any texts', () => {
    fc.assert(
      fc.property(datasets, (dataset) => {
        const again = readBack(written(dataset), dataset.name);
        expect(again.users.ids.ids).toEqual(dataset.users.ids.ids);
        expect(again.items).toEqual(dataset.items);
        expect(again.interactions).toEqual(dataset.interactions);
        expect(again.users.columns).toEqual(dataset.users.columns);
        expect(again.fingerprint).toBe(dataset.fingerprint);
      }),
      { numRuns: 300 },
    );
  });

  it('read back as the same dataset after generation', () => {
    const { dataset } = generateDataset({ users: 40, videos: 90, interactions: 600 });
    expect(readBack(written(dataset), dataset.name).fingerprint).toBe(dataset.fingerprint);
  });

  it('are written in chunks that can be read again', () => {
    const files = datasetCsvChunks(generateDataset({ users: 300, videos: 200, interactions: 9000 }).dataset);
    const chunks = [...files['interactions.csv']];
    expect(chunks).toHaveLength(4); // header, 4096, 4096, 808
    expect([...files['interactions.csv']]).toEqual(chunks);
  });
});

describe('cells', () => {
  it('have no effect in spreadsheets, and are restored on reading', () => {
    fc.assert(
      fc.property(text, (cell) => {
        const inert = inertFormula(cell);
        expect(bareFormula(inert)).toBe(cell);
        const opens = inert.replace(/^[\s'"]+/, '');
        if (!inert.startsWith("'")) expect(/^[=@＝＋－＠]/.test(opens)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['=1+1', ' =1+1', '\n=1+1', '=1+1\nnote', '＝1', '@SUM(A1)', '+cmd', '-2+3', '\tx', '"=1"', "'=1", '\r'])(
    '%j gets an apostrophe',
    (cell) => {
      expect(inertFormula(cell)).toBe(`'${cell}`);
    },
  );

  it.each(['-1.5', '+3', '-1e-7', '.5', '007', 'a=b', "it's", ''])('%j is unchanged', (cell) => {
    expect(inertFormula(cell)).toBe(cell);
  });

  it('can hold several values with any characters', () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 4 }), (values) => {
        expect(splitValues(joinValues(values))).toEqual(values);
      }),
    );
  });
});
