import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';

test.use({ sample: ['--users', '120', '--videos', '400', '--interactions', '4000', '--factors', '16'] });

test('settings are swept, weights are learned, and both are applied in the Lab', async ({ page }) => {
  await page.getByRole('navigation').getByText('Tune').click();
  await expect(page.getByText('No sweep yet')).toBeVisible();
  await page.getByLabel('Settings to try').fill('12');
  await page.getByRole('button', { name: 'Sweep', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Pareto front' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/12 settings on \d+ users/)).toBeVisible();
  await expect(page.getByRole('img', { name: /ndcg@10 against coverage@10 of 13 settings/ })).toBeVisible();
  const added = page.getByRole('button', { name: /^Add \d+.* to the Lab$/ }).first();
  await added.click();
  await expect(page.getByText('“More popular swept” is in the Lab')).toBeVisible();
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);

  await page
    .getByRole('button', { name: /^Write a note on ndcg@10 of More popular in the sweep at / })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Text of the note' }).fill('worth a test');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.getByRole('navigation').getByText('Definitions').click();
  await page.getByRole('navigation').getByText('Tune').click();
  await expect(page.getByRole('heading', { name: 'Pareto front' })).toBeVisible();
  // What was put into the Lab from here is kept, although the Lab has not been opened.
  await page.waitForTimeout(1_000); // It is saved half a second after a change.
  await page.reload();
  await page.getByRole('combobox', { name: 'Start from' }).click();
  await expect(page.getByRole('option', { name: 'C · More popular swept' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Learn' }).click();
  await page.getByLabel('Resamples of users').fill('20');
  await page.getByRole('button', { name: 'Learn the weights' }).click();
  await expect(page.getByRole('heading', { name: 'Weights' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/of it is optimism/)).toBeVisible();
  await page.getByRole('button', { name: 'Add to the Lab' }).click();
  await page.getByRole('navigation').getByText('Lab').click();
  await expect(page.getByText('learnt').first()).toBeVisible();
  await page.getByRole('button', { name: '1 note on numbers' }).click();
  await expect(page.getByRole('list', { name: 'Notes on numbers' })).toContainText('worth a test');
});

test('settings are chosen by their names, those of the signals included', async ({ page }) => {
  await page.getByRole('navigation').getByText('Tune').click();
  const setting = page.getByRole('combobox', { name: 'Setting 1' });
  await expect(setting).toHaveValue('Similarity');
  await setting.click();
  await expect(page.getByRole('option', { name: 'Freshness: half life days' })).toBeVisible();
  const names = await page.getByRole('option').allInnerTexts();
  expect(names.filter((name) => /[a-z][.A-Z]/.test(name))).toEqual([]);
});
