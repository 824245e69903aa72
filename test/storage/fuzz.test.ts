import fc from 'fast-check';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isRankLabError } from '#shared/errors';
import { EventLog } from '#service/storage/log/event-log';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { ImportTables } from '#service/import/import-tables';
import { InteractionRows } from '#service/import/interaction-rows';
import { RejectLog } from '#service/import/reject-log';
import { readRows } from '#service/import/row-reader';
import { planImport } from '#service/import/import-plan';
import { temporaryFolder } from './temporary-folder';

const fragment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('u1', 'v1', '1', '3.5', '1500000000', ',', ',', ',', '\n', '\n', '\r\n') },
  { weight: 1, arbitrary: fc.constantFrom('"', '""', '\r', ';', '\t', '::', '\0', '\ufeff', 'ü', '😀', '-', 'NaN', '1e999', ' ') },
);

it('accounts for every line of any file, or rejects it with a typed error', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'fuzz.csv');
  const encodings = ['utf8', 'latin1', 'utf16le'] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fragment, { maxLength: 80 }),
      fc.constantFrom(...encodings),
      fc.nat(1),
      async (fragments, encoding, noise) => {
        const bytes = Buffer.from(`user,video,value,time\n${fragments.join('')}`, encoding);
        writeFileSync(path, noise === 0 ? bytes : Buffer.concat([bytes, Buffer.from([0xff, 0x0a])]));
        try {
          const plan = await planImport(
            nodeFileOperations,
            { interactions: path, map: { user: 'user', video: 'video', value: 'value', timestamp: 'time' }, mode: 'replace' },
            folder,
          );
          const tables = new ImportTables();
          const rows = new InteractionRows(tables, {
            rejectUnknownUsers: false,
            rejectUnknownVideos: false,
            duplicates: undefined,
            sameIds: [],
          });
          const rejects = new RejectLog(nodeFileOperations, folder);
          const { count } = await readRows(plan.tables[0].text, plan.files[0], rows.handler(plan.files[0]), rejects, {});
          expect(count.accepted + count.rejected + count.leftOut).toBe(count.lines);
          expect(tables.interactionCount).toBe(count.accepted);
          expect(rejects.count).toBe(count.rejected);
          expect(rejects.shown.every(({ line, reason }) => line >= 1 && reason !== '')).toBe(true);
          tables.toDataset('fuzz');
        } catch (error) {
          if (!isRankLabError(error)) throw error;
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('finds the undamaged records of a log after any damage, and accepts new ones', async () => {
  const folder = temporaryFolder();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(400), fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.boolean(), async (at, noise, cut) => {
      const path = join(folder, String(round++));
      mkdirSync(path);
      const log = await EventLog.open<string>(nodeFileOperations, path);
      for (const event of ['a', 'b', 'c', 'd']) await log.append([event]);
      await log.close();
      const segment = join(path, readdirSync(path)[0]);
      const bytes = readFileSync(segment);
      const start = at % bytes.length;
      const damaged = cut
        ? bytes.subarray(0, start)
        : Buffer.concat([bytes.subarray(0, start), noise, bytes.subarray(start + noise.length)]);
      writeFileSync(segment, damaged);
      // Records that end before the damage are untouched; the first line is the segment's head.
      const intact = Math.max(0, bytes.subarray(0, start).toString('utf8').split('\n').length - 2);
      const again = await EventLog.open<string>(nodeFileOperations, path);
      const found = again.pending.map(({ event }) => event);
      expect(found.slice(0, intact)).toEqual(['a', 'b', 'c', 'd'].slice(0, intact));
      expect(found.every((event) => 'abcd'.includes(event))).toBe(true);
      await again.append(['new']);
      await again.close();
      const last = await EventLog.open<string>(nodeFileOperations, path);
      expect(last.pending.at(-1)?.event).toBe('new');
      await last.close();
    }),
    { numRuns: 60 },
  );
});
