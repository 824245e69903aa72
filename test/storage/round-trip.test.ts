import fc from 'fast-check';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { datasetCsvChunks } from '#engine/dataset/csv-files';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import type { Dataset, FurtherColumn, FurtherColumns } from '#engine/model/dataset';
import { Workspace } from '#service/workspace/stored-workspace';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { plain, sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

function writeCsv(dataset: Dataset, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, chunks] of Object.entries(datasetCsvChunks(dataset))) writeFileSync(join(folder, name), [...chunks].join(''));
}

const contents = (dataset: Dataset) => ({ ...plain(dataset), name: '', fingerprint: '' });

async function imported(workspace: Workspace, folder: string) {
  const { dataset, report } = await workspace.importer.importFiles({ preset: 'ranklab', from: folder, mode: 'replace' });
  expect(report.rejects).toEqual([]);
  return dataset;
}

describe('exported and imported again', () => {
  it('a generated dataset is the same, and so are its files', async () => {
    const folder = temporaryFolder();
    const params = generatorParamsSchema.parse({ users: 300, videos: 400, interactions: 8_000, seed: 7 });
    const { dataset } = generateDataset(params);
    writeCsv(dataset, join(folder, 'first'));
    const workspace = await Workspace.create(join(folder, 'w'), 'x');
    await imported(workspace, join(folder, 'first'));
    const back = (await workspace.data.loadDataset())!;
    expect(contents(back)).toEqual(contents(dataset));
    writeCsv(back, join(folder, 'second'));
    for (const name of ['users.csv', 'videos.csv', 'interactions.csv']) {
      expect(readFileSync(join(folder, 'second', name)).equals(readFileSync(join(folder, 'first', name))), name).toBe(true);
    }
    await workspace.close();
  });

  it('spreadsheet formulas in texts are restored', async () => {
    const folder = temporaryFolder();
    const workspace = await Workspace.create(join(folder, 'w'), 'x');
    // A repetition with a timestamp is one interaction exported twice, so the sample's last row does not come back.
    const { users, items, interactions } = sampleDataset();
    const first = { ...interactions, count: 5 };
    for (const key of ['users', 'items', 'kindCodes', 'values', 'timestampsMs'] as const)
      (first as Record<string, unknown>)[key] = interactions[key].slice(0, 5);
    const { position, device, shown } = interactions.columns;
    const columns: FurtherColumns = {
      position: { ...position, values: (position as { values: Float64Array }).values.slice(0, 5) } as FurtherColumn,
      device: { ...device, codes: (device as { codes: Int32Array }).codes.slice(0, 5) } as FurtherColumn,
      shown: { ...shown, offsets: (shown as { offsets: Int32Array }).offsets.slice(0, 6) } as FurtherColumn,
    };
    const awkward = createDataset({ name: '', users, items, interactions: interactionTable({ ...first, columns }) });
    writeCsv(awkward, join(folder, 'csv'));
    expect(contents(await imported(workspace, join(folder, 'csv')))).toEqual(contents(awkward));

    const piece = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', '"', "'", ',', '|', '\\', '＝', '1', '.5', 'a', 'ü', '😀');
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const id = text.map((value) => `x${value}`);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(id, { minLength: 1, maxLength: 5 }),
        fc.array(text, { minLength: 5, maxLength: 5 }),
        async (ids, texts) => {
          const dataset = createDataset({
            name: '',
            users: userTable({ ids, columns: { [`c${texts[0]}`.trim()]: ids.map((_, i) => texts[i]) } }),
            items: itemTable({
              ids,
              titles: ids.map((_, i) => texts[i]),
              tags: ids.map((_, i) => [...new Set(texts.slice(i))].filter((tag) => tag !== '')),
              creators: ids.map((_, i) => texts[i]),
            }),
            interactions: interactionTable({ users: [0], items: [ids.length - 1], values: [-1.5], timestampsMs: [5] }),
          });
          writeCsv(dataset, join(folder, 'random'));
          expect(contents(await imported(workspace, join(folder, 'random')))).toEqual(contents(dataset));
        },
      ),
      { numRuns: 25 },
    );
    await workspace.close();
  });
});
