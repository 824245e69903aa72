import { expect, test } from './app';

test('Home offers the sample, and the Lab shows its lists within a minute', async ({ page }) => {
  test.setTimeout(120_000);
  await page.getByRole('navigation').getByText('Home').click();
  await page.getByRole('button', { name: /Try the sample/ }).click();
  await expect(page.getByRole('main', { name: 'Lab' })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/ndcg/i).first()).toBeVisible({ timeout: 60_000 });
});
