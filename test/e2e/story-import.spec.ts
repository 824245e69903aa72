/** The complete workflow: import MovieLens files, build models, compare two variants live, and export a CSV with correct numbers. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './app';
import { expectShown, goTo, Lab, patient } from './story/lab';
import { writeMovieLensFiles } from './story/movielens-files';
import { ndcgOf, readCsv, relevantByUser } from './story/recompute';

/** MovieLens itself in place of the generated files: a folder with its ratings.csv and movies.csv. */
const realFiles = process.env['RANKLAB_MOVIELENS'];

test('import, build, tune, export: ndcg@10 in the files equals the displayed one and the definition', async ({
  page,
  folder,
  exportFiles,
}) => {
  test.setTimeout(300_000);
  const files =
    realFiles === undefined
      ? await writeMovieLensFiles(join(folder, 'films'))
      : ['ratings.csv', 'movies.csv'].map((name) => join(realFiles, name));

  await test.step('a new workspace', async () => {
    const home = await goTo(page, 'Home');
    await home.getByRole('button', { name: /^Create a workspace/ }).click();
    const form = page.getByRole('dialog', { name: 'Create a workspace' });
    await form.getByLabel('Name').fill('Films');
    await form.getByLabel('Folder').fill(join(folder, 'Films'));
    await form.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Films' })).toBeVisible(patient);
  });

  const ratings = readCsv(await readFile(files[0], 'utf8'));
  await test.step('the files are recognised and imported completely', async () => {
    const data = page.getByRole('main', { name: 'Data' });
    await data.getByLabel('Files to import').setInputFiles(files);
    await expect(data.getByLabel('Layout of the files').first()).toHaveValue('MovieLens', patient);
    await data.getByRole('button', { name: 'Import', exact: true }).click();
    const count = ratings.length.toLocaleString('en-US');
    await expect(data.getByRole('status').filter({ hasText: `${count} of ${count} lines accepted, 0 rejected` })).toBeVisible(patient);
    await expect(page.getByRole('banner')).toContainText(`${count} interactions`);
  });

  await test.step('the build shows progress', async () => {
    await page.getByRole('button', { name: 'Build the models' }).click();
    const model = page.getByRole('main', { name: 'Model' });
    await page.evaluate(watchProgress);
    await model.getByRole('button', { name: 'Build', exact: true }).click();
    await expect(model.getByRole('button', { name: 'Build again' })).toBeEnabled(patient);
    expect(await page.evaluate(() => (window as unknown as { progressSeen: number }).progressSeen)).toBeGreaterThan(0);
    await expect(model.getByText('Nothing is built yet')).toBeHidden();
  });

  const lab = new Lab(page);
  await test.step('popularity compared with factors and freshness', async () => {
    await goTo(page, 'Lab');
    await lab.settled();
    await lab.rename('A', 'popularity only');
    await lab.rename('B', 'factors + freshness');
    await lab.choose('A');
    for (const [label, weight] of Object.entries(await lab.weights())) if (weight !== 0) await lab.setWeight(label, 0);
    await lab.setWeight(await labelLike(lab, /popularity/i), 1);
    expect(Object.entries(await lab.weights()).filter(([, weight]) => weight !== 0)).toEqual([[expect.stringMatching(/popularity/i), 1]]);
    await lab.choose('B');
    for (const [label, weight] of Object.entries(await lab.weights())) if (weight !== 0) await lab.setWeight(label, 0);
    await lab.setWeight(await labelLike(lab, /factor/i), 0.8);
    await lab.setWeight(await labelLike(lab, /fresh/i), 0.2);
    await lab.settled();
  });

  const specs = ['ndcg@10', 'recall@10', 'coverage@10', 'novelty@10'];
  const shown = (place: 0 | 1): Promise<string[]> => Promise.all(specs.map(async (spec) => lab.value(spec, place).innerText()));

  await test.step('B changes with its slider, by key and by mouse; A is unchanged', async () => {
    const [baseline, before] = [await shown(0), await shown(1)];
    const freshness = lab.slider(await labelLike(lab, /fresh/i));
    await freshness.focus();
    for (let press = 0; press < 5; press++) await page.keyboard.press('Shift+ArrowRight');
    await expect(freshness).toHaveJSProperty('valueAsNumber', 0.7);
    await expect.poll(() => shown(1), patient).not.toEqual(before);
    await lab.settled();
    expect(await shown(0)).toEqual(baseline);

    const between = await shown(1);
    const box = (await freshness.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
    await page.mouse.down();
    for (const part of [0.6, 0.45, 0.3, 0.15]) await page.mouse.move(box.x + box.width * part, box.y + box.height / 2);
    await expect.poll(() => shown(1), patient).not.toEqual(between);
    await page.mouse.up();
    expect(Number(await freshness.inputValue())).toBeGreaterThan(0.05);
    expect(Number(await freshness.inputValue())).toBeLessThan(0.25);
    await lab.settled();
    expect(await shown(0)).toEqual(baseline);
  });

  await test.step('the exported numbers equal the definition and the displayed ones', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const exported = await exportFiles(() => page.getByRole('button', { name: 'Export files' }).click(), 3);
    expect(Object.keys(exported)).toEqual(expect.arrayContaining(['lists.csv', 'per-user.csv', 'summary.csv']));
    const lists = readCsv(exported['lists.csv']);
    const relevant = relevantByUser(ratings.map((row) => ({ user: row['userId'], video: row['movieId'], time: Number(row['timestamp']) })));
    const values = ['popularity only', 'factors + freshness'].map((variant) => {
      const row = readCsv(exported['summary.csv']).find((line) => line['variant'] === variant && line['metric'] === 'ndcg@10')!;
      const own = ndcgOf(lists, variant, relevant, 10);
      expect(Math.abs(Number(row['value']) - own.value)).toBeLessThan(1e-9);
      expect(Number(row['users_evaluated'])).toBe(own.users);
      expect(own.value).toBeGreaterThan(0);
      return own.value;
    });
    expect(values[0]).not.toBe(values[1]);
    await expectShown(lab.value('ndcg@10', 0), values[0]);
    await expectShown(lab.value('ndcg@10', 1), values[1]);
  });
});

async function labelLike(lab: Lab, pattern: RegExp): Promise<string> {
  const label = Object.keys(await lab.weights()).find((name) => pattern.test(name));
  if (label === undefined) throw new Error(`No slider is called like ${pattern}`);
  return label;
}

/** Counts the drawings of a progress bar from now on: on a fast machine it disappears before it can be checked. */
function watchProgress(): void {
  const seen = window as unknown as { progressSeen: number };
  seen.progressSeen = 0;
  new MutationObserver(() => {
    seen.progressSeen += document.querySelectorAll('main [role=progressbar]').length;
  }).observe(document.querySelector('main')!, { childList: true, subtree: true, attributes: true });
}
