/** Random tables written in random dialects are read back equal, without being told the dialect. */
import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { furtherCell } from '#engine/dataset/further-columns';
import { Handlers } from '#service/import/role-handlers';
import { planImport } from '#service/import/import-plan';
import { ImportTables } from '#service/import/import-tables';
import { RejectLog } from '#service/import/reject-log';
import { readRows } from '#service/import/row-reader';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { temporaryFolder } from '../storage/temporary-folder';

const startMs = Date.UTC(2021, 4, 17, 13, 5, 9);
const times = {
  s: (ms: number) => String(ms / 1000),
  ms: String,
  us: (ms: number) => String(ms * 1000),
  iso: (ms: number) => new Date(ms).toISOString(),
  'iso with a blank': (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('.000Z', ''),
  bigquery: (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('.000Z', ' UTC'),
  'month-first': (ms: number) => {
    const [year, month, day, clock] = new Date(ms).toISOString().split(/[-T]/);
    return `${month}/${day}/${year} ${clock.replace('.000Z', '')}`;
  },
  rfc2822: (ms: number) => new Date(ms).toUTCString().replace('GMT', '+0000'),
} as const;

const dialects = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', '::'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  quotes: fc.constantFrom('double', 'backslash', 'everything'),
  encoding: fc.constantFrom('utf8', 'utf8 with a mark', 'utf16le with a mark', 'utf16le'),
  time: fc.constantFrom(...(Object.keys(times) as (keyof typeof times)[])),
  decimal: fc.constantFrom('.', ','),
  missing: fc.constantFrom('', 'NULL', '\\N', 'NaN'),
  names: fc.constantFrom(
    ['user_id', 'item_id', 'rating', 'timestamp', 'remark'],
    ['User-ID', 'Movie ID', 'Score', 'Date', 'Remark'],
    ['visitorId', 'productId', 'weight', 'event_time', 'remark (free text, optional)'],
  ),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
  compressed: fc.boolean(),
});

// No ; or |, because cells in which those repeat are read as lists of labels.
const piece = fc.constantFrom('a', 'Z', ' ', '"', "'", ',', '\t', '::', '\n', 'ü', '日', '\\', '0');
const rows = fc.array(
  fc.record({
    user: fc.nat(6).map((n) => `user${n}`),
    item: fc.nat(9).map((n) => `v-${n}`),
    value: fc.option(
      fc.nat(19).map((n) => n / 2),
      { nil: null },
    ),
    minutes: fc.nat(60 * 24 * 20),
    remark: fc.array(piece, { maxLength: 8 }).map((pieces) => `r${pieces.join('')}.`),
  }),
  { minLength: 8, maxLength: 40 },
);
type Dialect = typeof dialects extends fc.Arbitrary<infer Value> ? Value : never;

function cell(text: string, { delimiter, quotes }: Dialect): string {
  const needsQuotes = quotes === 'everything' || text.includes(delimiter) || /["\r\n]/.test(text);
  if (!needsQuotes) return text;
  return `"${quotes === 'backslash' ? text.replace(/["\\]/g, '\\$&') : text.replaceAll('"', '""')}"`;
}

function written(table: readonly (readonly string[])[], dialect: Dialect): Buffer {
  const text = table.map((row) => row.map((value) => cell(value, dialect)).join(dialect.delimiter) + dialect.lineEnd).join('');
  const mark = dialect.encoding.endsWith('mark') ? '\ufeff' : '';
  const bytes = Buffer.from(mark + text, dialect.encoding.startsWith('utf16') ? 'utf16le' : 'utf8');
  return dialect.compressed ? gzipSync(bytes) : bytes;
}

it('in any dialect', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'log.txt');
  await fc.assert(
    fc.asyncProperty(rows, dialects, async (given, dialect) => {
      // A line end within a cell is kept as written; a lone CR would contradict the line ends of the other rows.
      const remarks = given.map(({ remark }) => remark.replaceAll('\n', dialect.lineEnd));
      // Doubled backslashes alone do not tell how quotes are escaped.
      const isTold = remarks.some((text) => text.includes('"')) || !remarks.some((text) => text.includes('\\'));
      fc.pre(dialect.quotes !== 'backslash' || isTold);
      const cells = given.map(({ user, item, value, minutes }, row) => [
        user,
        item,
        value === null ? dialect.missing : String(value).replace('.', dialect.decimal),
        times[dialect.time](startMs + minutes * 60_000),
        remarks[row],
      ]);
      const arranged = [dialect.names, ...cells].map((row) => dialect.order.map((column) => row[column]));
      writeFileSync(path, written(arranged, dialect));
      const options = { unknownIds: 'add', duplicates: 'keep' } as const;
      const plan = await planImport(nodeFileOperations, { interactions: path, options, mode: 'replace' }, folder);
      const tables = new ImportTables();
      const rejects = new RejectLog(nodeFileOperations, folder);
      await readRows(plan.tables[0].text, plan.files[0], new Handlers(plan, tables).of(plan.files[0]), rejects, {});
      expect(rejects.shown).toEqual([]);
      const { users, items, interactions } = tables.toDataset('any');
      const read = Array.from({ length: interactions.count }, (_, i) => [
        users.ids.ids[interactions.users[i]],
        items.ids.ids[interactions.items[i]],
        Number.isNaN(interactions.values[i]) ? null : interactions.values[i],
        interactions.timestampsMs[i],
      ]);
      expect(read).toEqual(given.map(({ user, item, value, minutes }) => [user, item, value, startMs + minutes * 60_000]));
      const [[, remark]] = Object.entries(interactions.columns);
      expect(remarks.map((_, i) => furtherCell(remark, i))).toEqual(remarks);
    }),
    { numRuns: 150 },
  );
});
