/** The Lab's comparison under every combination of conventions. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';
import { pictures } from './pictures';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '11'] });

test('choices are selected, counted, measured and drawn as a curve, by keyboard', async ({ page, host }, info) => {
  test.setTimeout(150_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const dialog = page.getByRole('dialog', { name: 'Multiverse of ndcg@10' });
  const count = dialog.getByRole('status');

  await test.step('the number of specifications is shown before the start', async () => {
    await lab.row('ndcg@10').getByRole('button', { name: 'Multiverse of ndcg@10' }).focus();
    await page.keyboard.press('Enter');
    await expect(count).toHaveText(/24 specifications on 2 training sides/, patient);
    await dialog.getByRole('checkbox', { name: 'ndcg_burges' }).uncheck();
    await expect(count).toHaveText(/12 specifications/, patient);
    await dialog.getByRole('checkbox', { name: 'kept' }).check();
    await expect(count).toHaveText(/24 specifications/, patient);
    const cutoffs = dialog.getByRole('combobox', { name: 'k', exact: true });
    await cutoffs.fill('many');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('Use whole numbers from 1 to 10,000').first()).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Sample' }).fill('9');
    await expect(count).toHaveText(/9 of 24 specifications/, patient);
    await dialog.getByRole('textbox', { name: 'Sample' }).fill('');
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
    if (host === 'browser') await pictures(page, info, 'multiverse-choices');
  });

  await test.step('the curve, the shares and the effect of each choice', async () => {
    await dialog.getByRole('button', { name: 'Measure' }).click();
    await expect(dialog.getByRole('status')).toHaveText(/leads in \d+ of 24 specifications/, { timeout: 60_000 });
    const curve = dialog.getByRole('img', {
      name: /Specification curve: More popular against Balanced by ndcg@10 under 24 specifications/,
    });
    await expect(curve).toBeVisible();
    const table = dialog.getByRole('region', { name: 'What each choice explains' });
    await expect(table.getByRole('row').filter({ hasText: 'leave-last (count 5)' })).toHaveText(/of 12/);
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
    if (host === 'browser') await pictures(page, info, 'multiverse');
    await dialog.getByRole('button', { name: 'Notes on points' }).click();
    await page.getByRole('menuitem').first().click();
    await page.getByRole('textbox', { name: 'Text of the note' }).fill('the worst case');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await dialog.getByRole('button', { name: 'Notes on points' }).click();
    await expect(page.getByRole('menuitem').first()).toContainText('the worst case');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeVisible();
  });

  await test.step('the curve is saved as numbers, and kept when the dialog is closed', async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Multiverse of ndcg@10');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('status')).toHaveText(/leads in \d+ of 24/, patient);
    if (host === 'browser') {
      await dialog.getByRole('button', { name: /Save the chart/ }).click();
      const saved = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: 'Numbers (CSV)' }).click();
      expect((await saved).suggestedFilename()).toMatch(/multiverse.*\.csv$/i);
    }
    await dialog.getByRole('button', { name: 'Change the choices' }).click();
    await expect(dialog.getByRole('button', { name: 'Measure' })).toBeVisible();
  });

  await test.step('a saved run has a multiverse for each of its metrics', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save experiment' }).click();
    const form = page.getByRole('dialog', { name: 'Save experiment' });
    await form.getByLabel('Name').fill('Balanced');
    await form.getByRole('button', { name: 'Run and save' }).click();
    await expect(page.getByText('Saved “Balanced”')).toBeVisible(patient);
    const experiments = await goTo(page, 'Experiments');
    await experiments.getByRole('button', { name: 'Balanced' }).click();
    await page.getByRole('dialog', { name: 'Balanced' }).getByRole('button', { name: 'Multiverse', exact: true }).click();
    await expect(dialog.getByText(/comparison of the run “Balanced”/)).toBeVisible(patient);
    await expect(count).toHaveText(/24 specifications on 2 training sides/, patient);
    await dialog.getByRole('combobox', { name: 'Metric' }).click();
    await page.getByRole('option', { name: 'recall@10' }).click();
    const recall = page.getByRole('dialog', { name: 'Multiverse of recall@10' });
    await recall.getByRole('textbox', { name: 'Sample' }).fill('6');
    await recall.getByRole('button', { name: 'Measure' }).click();
    await expect(recall.getByRole('status')).toHaveText(/leads in \d+ of 6 specifications/, { timeout: 60_000 });
    if (host === 'browser') await pictures(page, info, 'multiverse-of-a-run');
  });
});
