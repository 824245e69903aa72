import AxeBuilder from '@axe-core/playwright';
import { startPglite, type PgliteServer } from '../pgvector/pglite-server';
import { expect, test } from './app';

test.use({ sample: ['--users', '40', '--videos', '60', '--interactions', '600', '--factors', '8'] });

let server: PgliteServer;
test.beforeAll(async () => {
  server = await startPglite();
});
test.afterAll(() => server.stop());

test('a table is attached in the form, and its differences from the workspace are shown before anything searches it', async ({ page }) => {
  await page.getByRole('navigation').getByText('Settings').click();
  await page.getByLabel('Address').fill(server.url);
  await page.getByRole('switch', { name: 'Search a table that exists for factors' }).click();
  await page.getByLabel('Table of factors', { exact: true }).getByLabel('Table of factors').fill('shop.videos');
  await page.getByLabel('Column of ids of factors').fill('video_id');
  await page.getByRole('button', { name: 'Keep' }).click();
  const checks = page.getByRole('status', { name: 'Check of the attached tables' });
  await expect(checks).toContainText('shop.videos for factors: differs from the workspace');
  await expect(checks).toContainText('✓ inner-product');
  await expect(checks).toContainText(/✗ The table shop\.videos of PostgreSQL at .* does not exist/);
  await expect(checks).toContainText('Correct the attached table in the connection.');
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  await page.reload();
  await expect(page.getByLabel('Column of ids of factors')).toHaveValue('video_id');
  await expect(checks).toContainText('differs from the workspace');
});
