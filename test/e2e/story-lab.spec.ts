/** A day in the Lab: tune, read the verdict, pass a flip, ask why not, keep the run, reproduce it, export it; and back to the start. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { expect, test } from './app';
import { flipsOf } from './story/flips';
import { expectShown, goTo, Lab, patient } from './story/lab';
import { ndcgOf, readCsv, relevantByUser } from './story/recompute';

test.use({ sample: ['--users', '200', '--videos', '400', '--interactions', '5000', '--factors', '12', '--seed', '7'] });

const FAR = 60;

test('tune → verdict → flip → why not → save → run again → export', async ({ page, workspace, exportFiles }) => {
  test.setTimeout(300_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();

  await test.step('a slider moves, and the verdict says why', async () => {
    const before = await lab.value('novelty@10', 1).innerText();
    await lab.slider('Freshness').focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => lab.value('novelty@10', 1).innerText(), patient).not.toBe(before);
    await lab.settled();
    for (const spec of ['ndcg@10', 'recall@10', 'novelty@10']) {
      await expect(lab.verdict(spec)).toHaveText(/^(better|worse|undecided)$/);
      await expect(lab.verdict(spec)).toHaveAttribute('title', /\w+ \w+/);
      await expect(lab.basis(spec)).toHaveText(/^(p (< )?[.\d]+|≈ [\d,]+ more users)$/);
    }
    await expect(lab.metrics.getByRole('status')).toContainText(/B against the baseline: .*ndcg@10/);
  });

  await test.step('the named videos change places where the mark on the track says, and not before', async () => {
    const present = Number(await lab.slider('Freshness').inputValue());
    const within = (await flipsOf(lab, 'Freshness')).filter(({ position, weight }) => position < 10 && Math.abs(weight - present) > 0.001);
    const flip = within.sort((a, b) => Math.abs(a.weight - present) - Math.abs(b.weight - present))[0];
    // The two finest steps around the mark that a weight can have.
    const [below, above] = [Math.floor(flip.weight * 10_000 - 0.1) / 10_000, Math.ceil(flip.weight * 10_000 + 0.1) / 10_000];
    const [near, past] = flip.weight > present ? [below, above] : [above, below];
    const contenders = async (): Promise<string[]> => (await lab.titles('B')).slice(flip.position - 1, flip.position + 1);
    await lab.setWeight('Freshness', near);
    await expect.poll(contenders, patient).toEqual([flip.loser, flip.winner]);
    await lab.setWeight('Freshness', past);
    await expect.poll(contenders, patient).toEqual([flip.winner, flip.loser]);
  });

  await test.step('a video that is missing says where it fell out, and the suggestion lists it', async () => {
    const listed = await lab.titles('B');
    const missing = (await lab.titles('A')).filter((title) => !listed.includes(title));
    const dialog = page.getByRole('dialog', { name: 'Why not, in B?' });
    let lifted: string | undefined;
    for (const title of missing) {
      await lab.askWhyNot(title);
      await expect(dialog.getByText(title, { exact: true })).toBeVisible(patient);
      await expect(dialog.getByRole('status')).toHaveText(/^It .+\.$/);
      const apply = dialog.getByRole('button', { name: 'Apply' });
      if ((await apply.count()) > 0) {
        await expect(dialog.getByRole('status')).toContainText(/ranked, at position \d+ of \d+; the list ends at 10/);
        await apply.first().click();
        lifted = title;
      }
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      if (lifted !== undefined) break;
    }
    expect(lifted, `one of ${missing.join(', ')} has a suggestion`).toBeDefined();
    await expect.poll(() => lab.titles('B'), patient).toContain(lifted);
  });

  await test.step('the run is kept and reproduces', async () => {
    await lab.settled();
    await page.getByRole('button', { name: 'Save experiment' }).click();
    const form = page.getByRole('dialog', { name: 'Save experiment' });
    await form.getByLabel('Name').fill('Fresh and popular');
    await form.getByRole('button', { name: 'Run and save' }).click();
    await expect(page.getByText('Saved “Fresh and popular”')).toBeVisible(patient);
  });

  const experiments = await goTo(page, 'Experiments');
  const run = page.getByRole('dialog', { name: 'Fresh and popular' });
  const ndcg = run.getByRole('row').filter({ hasText: 'ndcg@10' }).getByRole('cell');
  await test.step('Experiments shows it, and running again gives the same', async () => {
    await experiments.getByRole('button', { name: 'Fresh and popular' }).click();
    await run.getByRole('button', { name: 'Run again' }).click();
    await expect(run.getByRole('status').filter({ hasText: /^Reproduced/ })).toBeVisible(patient);
  });

  await test.step('its files hold the numbers of the definition, which are those of the table and of the Lab', async () => {
    await run.getByRole('button', { name: 'Export', exact: true }).click();
    const exported = await exportFiles(() => page.getByRole('button', { name: 'Export files' }).click(), 3);
    const log = readCsv(await readFile(join(workspace, 'exports/generated/interactions.csv'), 'utf8'));
    const relevant = relevantByUser(
      log.map((row) => ({ user: row['user_id'], video: row['video_id'], time: Number(row['timestamp_ms']) })),
    );
    const lists = readCsv(exported['lists.csv']);
    const summary = readCsv(exported['summary.csv']).filter(({ metric }) => metric === 'ndcg@10');
    expect(summary).toHaveLength(2);
    const values = summary.map((row) => {
      const own = ndcgOf(lists, row['variant'], relevant, 10);
      expect(Math.abs(Number(row['value']) - own.value)).toBeLessThan(1e-9);
      expect(Number(row['users_evaluated'])).toBe(own.users);
      return own.value;
    });
    await expectShown(ndcg.nth(0), values[0]);
    await expectShown(ndcg.nth(1), values[1]);
    await page.keyboard.press('Escape');
    await expect(run).toBeHidden();
    await goTo(page, 'Lab');
    await expectShown(lab.value('ndcg@10', 0), values[0]);
    await expectShown(lab.value('ndcg@10', 1), values[1]);
  });
});

test('undo leads back to the start, redo to the end, and a reload loses neither', async ({ page, workspace }) => {
  test.setTimeout(240_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const start = await lab.state();
  await lab.slider('Freshness').press('Shift+ArrowRight');
  await lab.slider('Popularity').press('ArrowRight');
  await lab.setWeight('Similarity', 0.15);
  await lab.rename('B', 'Mine');
  await page.getByRole('button', { name: 'Add a variant' }).click();
  await lab.setWeight('Popularity', 0.77);
  const end = await lab.state();
  expect(end).not.toEqual(start);

  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  const redo = page.getByRole('button', { name: 'Redo', exact: true });
  expect(await pressWhileEnabled(undo)).toBe(6);
  await expect.poll(() => lab.state(), patient).toEqual(start);
  expect(await pressWhileEnabled(redo)).toBe(6);
  await lab.choose('C');
  await expect.poll(() => lab.state(), patient).toEqual(end);

  await lab.setWeight('Freshness', 0.4321);
  const last = await lab.state();
  await expect.poll(() => readFile(join(workspace, 'state/lab.json'), 'utf8').catch(() => ''), patient).toContain('0.4321');
  await page.reload();
  await lab.settled();
  await expect.poll(() => lab.state(), patient).toEqual(last);
  expect(await pressWhileEnabled(undo)).toBe(7);
  await expect.poll(() => lab.state(), patient).toEqual(start);
});

/** Presses until there is nothing left to press for; answers how often. */
async function pressWhileEnabled(button: Locator): Promise<number> {
  let count = 0;
  for (; count < FAR && (await button.isEnabled()); count++) await button.click();
  return count;
}
