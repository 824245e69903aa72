import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';

test.use({ sample: ['--users', '120', '--videos', '400', '--interactions', '4000', '--factors', '16'] });

test('an A/A test is planned, played, and judged by every rule', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' }); // shows the end at once
  await page.getByRole('navigation').getByText('Simulate').click();
  await expect(page.getByText('No test yet')).toBeVisible();
  await page.getByLabel('Users', { exact: true }).fill('2000');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Plan', exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Smallest lift found')).toBeVisible();

  await page.getByRole('button', { name: 'Start as A/A' }).click();
  await expect(page.getByRole('heading', { name: 'What every rule decides' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('2,000 of 2,000 users')).toBeVisible();
  await expect(page.getByRole('row', { name: /^Always-valid Keeps its level/ })).toContainText('undecided');
  await expect(page.getByRole('heading', { name: 'Outcomes' })).toBeVisible();
  await expect(page.getByText('every decision is a false alarm')).toBeVisible();
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);

  await page.getByRole('button', { name: 'Notes on points' }).click();
  await page.getByRole('menuitem', { name: /^2,000 users/ }).click();
  await page.getByRole('textbox', { name: 'Text of the note' }).fill('a false alarm');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.getByRole('button', { name: 'Notes on points' }).click();
  await expect(page.getByRole('menuitem', { name: /^2,000 users/ })).toContainText('a false alarm');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Play' }).focus();
  await page.keyboard.press('Enter'); // starts over, and is at the end again
  await expect(page.getByText('2,000 of 2,000 users')).toBeVisible();

  await page.getByRole('tab', { name: 'Bandits' }).click();
  await page.getByLabel('Visits', { exact: true }).fill('500');
  await page.getByLabel('Repetitions', { exact: true }).fill('3');
  await page.getByRole('button', { name: 'Run the bandits' }).click();
  await expect(page.getByRole('img', { name: /^Regret of \d+ bandits over 500 visits/ })).toBeVisible({ timeout: 60_000 });
});
