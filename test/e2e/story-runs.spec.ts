/** Two production runs are brought into the Lab, explained, weighted against each other, and exported. */
import AxeBuilder from '@axe-core/playwright';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './app';
import { ranklab } from './serve';
import { goTo, Lab, patient } from './story/lab';
import { pictures } from './pictures';

const sample = ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '11'];
test.use({ sample });

/**
 * The lists of two rankers, as a production system would write them: one as TREC, one as CSV without seven users and with an
 * unknown user.
 */
async function productionRuns(): Promise<{ readonly trec: string; readonly csv: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'ranklab-story-runs-'));
  const variants = { liked: { popularity: 1 }, learned: { factors: 0.9, freshness: 0.1 } };
  for (const [name, weights] of Object.entries(variants)) await writeFile(join(folder, `${name}.json`), JSON.stringify({ name, weights }));
  const files = Object.keys(variants).map((name) => join(folder, `${name}.json`));
  const measured = ['--metrics', 'ndcg@10', '--time-tie-orders', '0', '--formats', 'trec,run-csv', '--out', folder, '--quiet'];
  const workspace = join(folder, 'elsewhere');
  await ranklab(['pipeline', '--workspace', workspace, ...sample, '--quiet']);
  await ranklab(['compare', '--workspace', workspace, '--variants', ...files, ...measured]);
  const [head = '', ...lines] = (await readFile(join(folder, 'run-2-learned.csv'), 'utf8')).trimEnd().split('\n');
  const left = new Set([...new Set(lines.map((line) => line.split(',')[0]))].slice(0, 7));
  const kept = lines.filter((line) => !left.has(line.split(',')[0]));
  await writeFile(join(folder, 'learned.csv'), [head, ...kept, 'nobody,nothing,1,1,x', ''].join('\n'));
  return { trec: join(folder, 'run-1-liked.txt'), csv: join(folder, 'learned.csv') };
}

test('two runs become variants with lists, verdicts and a fusion that responds to its sliders', async ({
  page,
  host,
  exportFiles,
}, info) => {
  test.setTimeout(120_000);
  const runs = await productionRuns();
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const tabs = page.getByRole('group', { name: 'Variants' });

  await test.step('each file becomes a variant', async () => {
    for (const file of [runs.trec, runs.csv]) {
      const chosen = page.waitForEvent('filechooser');
      await tabs.getByRole('button', { name: 'Add a run' }).click();
      await (await chosen).setFiles(file);
    }
    await expect(tabs.getByRole('button', { name: 'D learned' })).toHaveAttribute('aria-pressed', 'true', patient);
    await expect(page.getByRole('alert').filter({ hasText: 'learned.csv' })).toContainText('lines of');
    await lab.settled();
    await expect(page.getByText('From learned.csv', { exact: true })).toBeVisible();
  });

  await test.step('a row names its file and score', async () => {
    const list = page.getByRole('region', { name: 'List of D' });
    await list.getByRole('listitem').first().getByRole('button').hover();
    await expect(page.getByRole('tooltip')).toContainText(/From learned\.csv, score [\d.]+, position 1/);
    if (host === 'browser') await pictures(page, info, 'runs');
    await page.mouse.move(0, 0);
    await expect(page.getByRole('tooltip')).toBeHidden();
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  });

  await test.step('the weights of the merged runs are sliders', async () => {
    const candidates = page.getByRole('region', { name: 'Candidates' });
    await candidates.getByRole('button', { name: 'Change candidates' }).click();
    await page.getByRole('checkbox', { name: 'run-1-liked.txt' }).check();
    await page.getByRole('combobox', { name: 'Merge' }).click();
    await page.getByRole('option', { name: 'CombMNZ' }).click();
    await expect(page.getByRole('combobox', { name: 'Normalization' })).toHaveValue('min-max');
    await page.keyboard.press('Escape');
    await lab.settled();
    const before = await page.getByRole('region', { name: 'List of D' }).innerText();
    const slider = candidates.getByRole('slider', { name: 'Weight of run-1-liked.txt' });
    await slider.focus();
    await page.keyboard.press('Home');
    await lab.settled();
    await expect(page.getByRole('region', { name: 'List of D' })).not.toHaveText(before, patient);
    await page.keyboard.press('End');
    if (host === 'browser') await pictures(page, info, 'fusion');
  });

  await test.step('the export has the measured numbers and the hashes of both files', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const formats = page.getByRole('group', { name: 'Formats' });
    await formats.getByRole('checkbox', { name: /^CSV/ }).uncheck();
    await formats.getByRole('checkbox', { name: /^JSON/ }).check();
    await formats.getByRole('checkbox', { name: /^Runs as CSV/ }).check();
    const files = await exportFiles(() => page.getByRole('button', { name: 'Export files' }).click(), 6);
    const { result } = JSON.parse(files['experiment.json'] ?? '{}') as {
      result: { runs: { provenance: { file: string; sha256: string } }[] };
    };
    expect(result.runs.map(({ provenance }) => provenance.file).sort()).toEqual(['learned.csv', 'run-1-liked.txt', 'run-1-liked.txt']);
    expect(result.runs.every(({ provenance }) => /^[0-9a-f]{64}$/.test(provenance.sha256))).toBe(true);
    expect(files['run-4-learned.csv']).toContain('user,item,rank,score');
  });
});
