/** A workflow in the Lab: tune, read the verdict, pass a flip, ask why not, save the run, reproduce it, export it. */
import type { Page } from '@playwright/test';
import { expect, test } from '../app';
import { flipsOf } from './flips';
import { expectShown, goTo, Lab, patient } from './lab';
import { ndcgOf, readCsv, relevantByUser, type LoggedEvent } from './recompute';

interface Day {
  readonly page: Page;
  readonly exportFiles: (action: () => Promise<void>, count: number) => Promise<Record<string, string>>;
  /** The interactions as imported into the workspace. */
  readonly events: () => Promise<readonly LoggedEvent[]>;
}

/** Tune → verdict → flip → why not → save → run again → export; the numbers of the files are recomputed from the data. */
export async function analystDay({ page, exportFiles, events }: Day): Promise<void> {
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();

  await test.step('a slider moves, and the verdict gives its reason', async () => {
    const before = await lab.value('novelty@10', 1).innerText();
    await lab.slider('Freshness').focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => lab.value('novelty@10', 1).innerText(), patient).not.toBe(before);
    await lab.settled();
    for (const spec of ['ndcg@10', 'recall@10', 'novelty@10']) {
      await expect(lab.verdict(spec)).toHaveText(/^(better|worse|undecided)( †)?$/);
      await lab.verdict(spec).hover();
      await expect(page.getByRole('tooltip')).toContainText(new RegExp(`^${spec}: .*95% interval.*Corrected interval.* to `));
      await expect(lab.basis(spec)).toHaveText(/^(p (< )?[.\d]+|≈ [\d,]+ more users)$/);
    }
    await expect(lab.metrics.getByRole('status')).toContainText(/B against the baseline: .*ndcg@10/);
  });

  await test.step('the named videos change places at the marked weight, and not before', async () => {
    const present = Number(await lab.slider('Freshness').inputValue());
    const within = (await flipsOf(lab, 'Freshness')).filter(({ position, weight }) => position < 10 && Math.abs(weight - present) > 0.001);
    const flip = within.sort((a, b) => Math.abs(a.weight - present) - Math.abs(b.weight - present))[0];
    // The nearest weights below and above the mark that the slider can have.
    const [below, above] = [Math.floor(flip.weight * 10_000 - 0.1) / 10_000, Math.ceil(flip.weight * 10_000 + 0.1) / 10_000];
    const [near, past] = flip.weight > present ? [below, above] : [above, below];
    const contenders = async (): Promise<string[]> => (await lab.titles('B')).slice(flip.position - 1, flip.position + 1);
    await lab.setWeight('Freshness', near);
    await expect.poll(contenders, patient).toEqual([flip.loser, flip.winner]);
    await lab.setWeight('Freshness', past);
    await expect.poll(contenders, patient).toEqual([flip.winner, flip.loser]);
  });

  await test.step('why-not names the stage that removed a video, and the suggested weight lists it', async () => {
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

  await test.step('the run is saved and reproduces', async () => {
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
  await test.step('Experiments lists it, and running it again gives the same numbers', async () => {
    await experiments.getByRole('button', { name: 'Fresh and popular' }).click();
    await run.getByRole('button', { name: 'Run again' }).click();
    await expect(run.getByRole('status').filter({ hasText: /^Reproduced/ })).toBeVisible(patient);
  });

  await test.step('its files contain the numbers of the definition, of the table and of the Lab', async () => {
    await run.getByRole('button', { name: 'Export', exact: true }).click();
    const exported = await exportFiles(() => page.getByRole('button', { name: 'Export files' }).click(), 3);
    const relevant = relevantByUser(await events());
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
}
