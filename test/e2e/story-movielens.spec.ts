/** The same workflow on MovieLens: the original files if RANKLAB_MOVIELENS names their folder, otherwise files in their format. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from './app';
import { ranklab } from './serve';
import { analystDay } from './story/analyst-day';
import { writeMovieLensFiles } from './story/movielens-files';
import { readCsv } from './story/recompute';

const realFiles = process.env['RANKLAB_MOVIELENS'];
const filesIn = (folder: string): string => realFiles ?? join(folder, 'films');

test.use({
  workspace: async ({ folder }, use) => {
    const workspace = join(folder, 'Films');
    if (realFiles === undefined) await writeMovieLensFiles(filesIn(folder));
    await ranklab(['import', '--workspace', workspace, '--preset', 'movielens', '--from', filesIn(folder), '--quiet']);
    await ranklab(['build', '--workspace', workspace, '--factors', realFiles === undefined ? '8' : '32', '--quiet']);
    await use(workspace);
  },
});

test('tune → verdict → flip → why not → save → run again → export, on films', async ({ page, exportFiles, folder }) => {
  test.setTimeout(400_000);
  const events = async () =>
    readCsv(await readFile(join(filesIn(folder), 'ratings.csv'), 'utf8')).map((row) => ({
      user: row['userId'],
      video: row['movieId'],
      time: Number(row['timestamp']),
    }));
  await analystDay({ page, exportFiles, events });
});
