/**
 * The open laboratory: a catalogue with a margin, a file of scores and two production runs are brought in; the runs are explained, weighed anew
 * by their own columns, merged, and exported.
 */
import AxeBuilder from '@axe-core/playwright';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { ranklab } from './serve';
import { goTo, Lab, patient } from './story/lab';
import { pictures } from './pictures';

const sample = ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '11'];

interface ProductionFiles {
  readonly log: string;
  readonly catalogue: string;
  readonly scores: string;
  readonly trec: string;
  readonly csv: string;
}

/** The lines with one more cell, whose name stands in the first line. */
const withColumn = (text: string, name: string, cellOf: (line: number) => string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line, index) => `${line},${index === 0 ? name : cellOf(index)}\n`)
    .join('');

/**
 * What a production system would write: a log, a catalogue with a margin, scores of pairs, and the lists of two rankers, one as TREC, one as CSV
 * with a predicted rate per line, without seven users and with an unknown user.
 */
async function productionFiles(): Promise<ProductionFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'ranklab-story-runs-'));
  const variants = { liked: { popularity: 1 }, learned: { factors: 0.9, freshness: 0.1 } };
  for (const [name, weights] of Object.entries(variants)) await writeFile(join(folder, `${name}.json`), JSON.stringify({ name, weights }));
  const files = Object.keys(variants).map((name) => join(folder, `${name}.json`));
  const measured = ['--metrics', 'ndcg@10', '--time-tie-orders', '0', '--formats', 'trec,run-csv', '--out', folder, '--quiet'];
  const workspace = join(folder, 'elsewhere');
  await ranklab(['pipeline', '--workspace', workspace, ...sample, '--quiet']);
  await ranklab(['export', '--workspace', workspace, '--what', 'all', '--format', 'csv', '--out', folder, '--quiet']);
  await ranklab(['compare', '--workspace', workspace, '--variants', ...files, ...measured]);
  const catalogue = withColumn(await readFile(join(folder, 'videos.csv'), 'utf8'), 'margin', (line) => String((line * 7) % 31));
  await writeFile(join(folder, 'videos.csv'), catalogue);
  const learned = await readFile(join(folder, 'run-2-learned.csv'), 'utf8');
  await writeFile(join(folder, 'scores.csv'), learned);
  const [head = '', ...lines] = withColumn(learned, 'predicted_rate', (line) => ((line % 13) / 13).toFixed(3))
    .trimEnd()
    .split('\n');
  const left = new Set([...new Set(lines.map((line) => line.split(',')[0]))].slice(0, 7));
  const kept = lines.filter((line) => !left.has(line.split(',')[0]));
  await writeFile(join(folder, 'learned.csv'), [head, ...kept, 'nobody,nothing,1,1,x,0.5', ''].join('\n'));
  const path = (name: string): string => join(folder, name);
  return {
    log: path('interactions.csv'),
    catalogue: path('videos.csv'),
    scores: path('scores.csv'),
    trec: path('run-1-liked.txt'),
    csv: path('learned.csv'),
  };
}

/** Drops files on an element, as from a file manager. */
async function drop(page: Page, target: string, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(paths.map(async (path) => ({ name: basename(path), text: await readFile(path, 'utf8') })));
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, text } of given) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  for (const event of ['dragenter', 'dragover', 'drop']) await page.locator(target).dispatchEvent(event, { dataTransfer });
}

test('a catalogue, scores and two imported runs are compared, reweighted and exported', async ({ page, host, exportFiles }, info) => {
  test.setTimeout(180_000);
  const files = await productionFiles();
  const lab = new Lab(page);
  const tabs = page.getByRole('group', { name: 'Variants' });

  await test.step('the catalogue and the log are imported, and the margin is kept', async () => {
    const data = await goTo(page, 'Data');
    await data.getByLabel('Files to import').setInputFiles([files.log, files.catalogue]);
    await expect(data.getByRole('region', { name: 'Beginning of videos.csv' })).toContainText('margin', patient);
    await data.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(data.getByRole('status').filter({ hasText: 'kept as well: margin' })).toBeVisible(patient);
    await data.getByRole('button', { name: 'Build the models' }).click();
    const model = page.getByRole('main', { name: 'Model' });
    await model.getByRole('button', { name: 'Build', exact: true }).click();
    await expect(model.getByRole('button', { name: 'Build again' })).toBeEnabled(patient);
  });

  await test.step('the margin and the scores become signals', async () => {
    const model = page.getByRole('main', { name: 'Model' });
    await model.getByRole('tab', { name: 'Signals' }).click();
    const define = async (name: string, fill: () => Promise<void>): Promise<void> => {
      await model.getByRole('button', { name: 'New signal' }).click();
      await model.getByLabel('Name').fill(name);
      await fill();
      await model.getByRole('button', { name: 'Define the signal' }).click();
      await expect(model.getByRole('listitem').filter({ hasText: name })).toBeVisible(patient);
    };
    await define('margin', async () => {
      await model.getByRole('combobox', { name: 'Column' }).click();
      await page.getByRole('option', { name: 'margin', exact: true }).click();
    });
    await define('predicted', async () => {
      await model.getByRole('combobox', { name: 'Kind' }).click();
      await page.getByRole('option', { name: 'Scores from a file' }).click();
      const chosen = page.waitForEvent('filechooser');
      await model.getByRole('button', { name: 'Add a file: run' }).click();
      await (await chosen).setFiles(files.scores);
      await expect(model.getByRole('combobox', { name: 'Run' })).toHaveValue(/^scores\.csv/, patient);
      await expect(model.getByText('With a value')).toBeVisible(patient);
    });
    if (host === 'browser') await pictures(page, info, 'signals');
  });

  await test.step('each dropped file is a variant', async () => {
    await goTo(page, 'Lab');
    await lab.settled();
    await drop(page, '[aria-label="Variants and their settings"]', [files.trec, files.csv]);
    await expect(tabs.getByRole('button', { name: 'D learned' })).toHaveAttribute('aria-pressed', 'true', patient);
    await expect(page.getByRole('alert').filter({ hasText: 'learned.csv' })).toContainText('lines of');
    await lab.settled();
    await expect(page.getByText('From learned.csv', { exact: true })).toBeVisible();
  });

  await test.step('a row says from which file and with which score', async () => {
    const list = page.getByRole('region', { name: 'List of D' });
    await list.getByRole('listitem').first().getByRole('button').hover();
    await expect(page.getByRole('tooltip')).toContainText(/From learned\.csv, score [\d.]+, position 1/);
    if (host === 'browser') await pictures(page, info, 'runs');
    await page.mouse.move(0, 0);
    await expect(page.getByRole('tooltip')).toBeHidden();
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  });

  await test.step('it is weighed anew by its own column and by the margin', async () => {
    const shown = (): Promise<string> => lab.value('ndcg@10', 1).innerText();
    const before = await shown();
    await lab.setWeight('predicted_rate of learned.csv', 0.6);
    await expect.poll(shown, patient).not.toBe(before);
    await lab.settled();
    const reweighed = await shown();
    await lab.setWeight('margin', 0.3);
    await lab.setWeight('predicted', 0.2);
    await expect.poll(shown, patient).not.toBe(reweighed);
    await lab.settled();
  });

  await test.step('users who lose by it are listed', async () => {
    const who = page.getByRole('button', { name: 'Who loses', exact: true });
    await who.click();
    await page.getByRole('region', { name: 'Diagnosis' }).getByText('Users', { exact: true }).click(patient);
    const lose = page.getByRole('region', { name: /^\d+ users lose$/ });
    await expect(lose.getByRole('row').nth(1)).toContainText('−', patient);
    if (host === 'browser') await pictures(page, info, 'who-loses');
    await who.click();
  });

  await test.step('merged with the other run, the weights are sliders', async () => {
    const candidates = page.getByRole('region', { name: 'Candidates' });
    await candidates.getByRole('button', { name: 'Change candidates' }).click();
    await page.getByRole('checkbox', { name: 'run-1-liked.txt' }).check();
    await page.getByRole('combobox', { name: 'Merge' }).click();
    await page.getByRole('option', { name: 'CombMNZ' }).click();
    await expect(page.getByRole('combobox', { name: 'Normalization' })).toHaveValue('Min–max');
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

  await test.step('exported as it was measured, with the hashes of every file', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const formats = page.getByRole('group', { name: 'Formats' });
    await formats.getByRole('checkbox', { name: /^CSV/ }).uncheck();
    await formats.getByRole('checkbox', { name: /^JSON/ }).check();
    await formats.getByRole('checkbox', { name: /^Runs as CSV/ }).check();
    const exported = await exportFiles(() => page.getByRole('button', { name: 'Export files' }).click(), 6);
    const { result } = JSON.parse(exported['experiment.json'] ?? '{}') as {
      result: { runs: { provenance: { file: string; sha256: string } }[]; signals: { id: string; hash: string }[] };
    };
    expect(result.runs.map(({ provenance }) => provenance.file).sort()).toEqual(['learned.csv', 'run-1-liked.txt', 'run-1-liked.txt']);
    expect(result.runs.every(({ provenance }) => /^[0-9a-f]{64}$/.test(provenance.sha256))).toBe(true);
    expect(result.signals.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['margin', 'predicted', expect.stringMatching(/^predicted_rate_/)]),
    );
    expect(exported['run-4-learned.csv']).toContain('user,item,rank,score');
  });

  await test.step('the first steps on Home have ticked themselves, and are used by keyboard', async () => {
    const home = await goTo(page, 'Home');
    const steps = home.getByRole('list', { name: 'First steps' });
    await expect(steps.getByRole('img', { name: 'done:' })).toHaveCount(4);
    await expect(home.getByRole('button', { name: /^Continue in the Lab/ })).toBeVisible();
    await steps.getByRole('button', { name: /Decide/ }).press('Enter');
    await expect(page.getByRole('main', { name: 'Lab' })).toBeVisible();
    await goTo(page, 'Home');
    await home.getByRole('button', { name: 'Dismiss the first steps' }).press('Enter');
    await expect(steps).toHaveCount(0);
  });
});
