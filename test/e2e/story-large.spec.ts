/** Long tables stay usable: a million interactions, a thousand saved runs. */
import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { expect, test } from './app';
import { ranklab, serve } from './serve';
import { goTo, patient } from './story/lab';

const ROWS = 1_000_000;
const RUNS = 1_000;

/** One run created by the service, and 999 more of the same size. */
async function fill(workspace: string): Promise<void> {
  await ranklab([
    'pipeline',
    '--workspace',
    workspace,
    '--quiet',
    '--users',
    '5000',
    '--videos',
    '800',
    '--interactions',
    String(ROWS),
    '--factors',
    '8',
  ]);
  const served = await serve(workspace);
  const { origin, hash } = new URL(served.url);
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}`, 'content-type': 'application/json' };
  const config = {
    variants: [{ name: 'Popular', weights: { popularity: 1 } }, { name: 'Fresh' }],
    statistics: { bootstrapSamples: 100, permutations: 100 },
  };
  const started = await fetch(`${origin}/experiments`, { method: 'POST', headers, body: JSON.stringify({ name: 'run 0', config }) });
  const { jobId } = (await started.json()) as { jobId: string };
  for (let status = 'running'; status === 'running' || status === 'queued';) {
    await new Promise((resume) => setTimeout(resume, 100));
    ({ status } = (await (await fetch(`${origin}/jobs/${jobId}`, { headers })).json()) as { status: string });
  }
  await served.stop();
  const instance = await DuckDBInstance.create(join(workspace, 'data.duckdb'));
  const connection = await instance.connect();
  await connection.run(
    `insert into experiments select 'id' || i, 'run ' || i, if(i % 100 = 0, 'worth a look', ''), created_at + i, config, result from experiments, range(1, ${RUNS}) as numbers(i)`,
  );
  await connection.run(
    `insert into experiment_summaries select 'id' || i, summary from experiment_summaries, range(1, ${RUNS}) as numbers(i)`,
  );
  connection.closeSync();
  instance.closeSync();
}

test.use({
  workspace: async ({ folder }, use) => {
    const workspace = join(folder, 'Large');
    await fill(workspace);
    await use(workspace);
  },
});

test('a million rows scroll to the end, and a thousand runs sort, filter and open', async ({ page }) => {
  test.setTimeout(400_000);
  const data = await goTo(page, 'Data');
  await data.getByRole('tab', { name: 'Interactions' }).click();
  const table = data.getByRole('table');
  await expect(table).toHaveAttribute('aria-rowcount', String(ROWS + 1), patient);
  const drawn = table.getByRole('rowgroup').getByRole('row');
  for (const part of [0.31, 0.77, 1]) {
    await table.evaluate((element, to) => (element.scrollTop = to * element.scrollHeight), part);
    const last = drawn.last();
    await expect.poll(async () => Number(await last.getAttribute('aria-rowindex')), patient).toBeGreaterThan(part * ROWS - 5);
    await expect(last.getByRole('cell').first()).not.toHaveText('…', patient);
    // Only visible rows are rendered, whatever the table's length.
    expect(await drawn.count()).toBeLessThan(120);
  }
  await expect(drawn.last()).toHaveAttribute('aria-rowindex', String(ROWS + 1));

  const experiments = await goTo(page, 'Experiments');
  await expect(experiments.getByRole('status').filter({ hasText: '1,000 runs' })).toBeVisible(patient);
  const frame = experiments.getByRole('region', { name: 'Saved experiments' });
  await expect(frame.getByRole('button', { name: 'run 999', exact: true })).toBeVisible();
  expect(await frame.getByRole('row').count()).toBeLessThan(80);
  await frame.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await expect(frame.getByRole('button', { name: 'run 0', exact: true })).toBeVisible();
  await experiments.getByRole('textbox', { name: 'Filter experiments' }).fill('worth look');
  await expect(experiments.getByRole('status').filter({ hasText: '9 runs' })).toBeVisible();
  await frame.getByRole('button', { name: 'When' }).click();
  await frame.getByRole('button', { name: 'run 100', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'run 100' }).getByRole('row').filter({ hasText: 'ndcg@10' })).toBeVisible(patient);
});
