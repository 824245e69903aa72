/** Whether the winner depends on the definition of a metric. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';
import { pictures } from './pictures';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '11'] });

test('a metric is shown under every definition, from its row and from the palette, by keyboard', async ({ page, host }, info) => {
  test.setTimeout(180_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();

  await test.step('from the row: the first line equals the Lab’s numbers', async () => {
    const button = lab.row('ndcg@10').getByRole('button', { name: 'Other definitions of ndcg@10' });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Definitions of ndcg@10' });
    await expect(dialog.getByRole('status')).toContainText(/The winner (depends|does not depend) on the definition/, patient);
    const rows = dialog.getByRole('row').filter({ has: page.getByRole('button') });
    await expect(rows).toHaveCount(4);
    const first = rows.first();
    await expect(first).toContainText('as in the Lab');
    for (const place of [0, 1] as const) {
      await expect(first.getByRole('cell').nth(place)).toHaveText(await lab.value('ndcg@10', place).innerText());
    }
    await expect(first.getByRole('cell').nth(2)).toContainText('…');
    await expect(rows.filter({ hasText: 'ndcg_burges@10' })).toHaveCount(2);
    // Flips are marked in the rows that the sentence names.
    const flips = await dialog.getByText('flips', { exact: true }).count();
    const statusText = await dialog.getByRole('status').innerText();
    expect(statusText.startsWith('The winner depends')).toBe(flips > 0);
    await expect(dialog.getByRole('button', { name: 'Copy the definitions' })).toBeVisible();
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
    if (host === 'browser') await pictures(page, info, 'lens');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
  });

  await test.step('from the palette', async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('textbox', { name: 'Search commands' })).toBeFocused();
    await page.keyboard.type('Definitions of recall@10');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Definitions of recall@10' }).getByRole('status')).toContainText('The winner', patient);
  });
});
