import AxeBuilder from '@axe-core/playwright';
import { loadAddon } from '#native/load-addon';
import { expect, test } from './app';

const hasFaiss = loadAddon().unavailableBecause === undefined;
test.use({ sample: ['--users', '120', '--videos', '400', '--interactions', '4000', '--factors', '16'] });

test('index types are benchmarked, drawn, and still shown after a reload', async ({ page }) => {
  await page.getByRole('navigation').getByText('Model').click();
  await page.getByRole('tab', { name: 'Index' }).click();
  await expect(page.getByText('Nothing measured yet')).toBeVisible();
  const types = page.getByLabel('Types', { exact: true }).first();
  await types.fill('IVF9999,Flat');
  await types.press('Enter');
  await page.getByRole('button', { name: 'Measure' }).click();
  const chart = page.getByRole('img', { name: /Index trade-off, recall@100 by milliseconds per query/ });
  await expect(chart).toBeVisible({ timeout: 60_000 });
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Flat' }).first()).toContainText('1.0000');
  if (hasFaiss) {
    await expect(rows.filter({ hasText: 'HNSW32' })).toHaveCount(6);
    await expect(rows.filter({ hasText: 'HNSW32' }).last()).toContainText('efSearch 512');
    await expect(
      page.getByText('IVF9999,Flat was not measured: This type of index needs at least 9999 vectors for its training'),
    ).toBeVisible();
    await expect(rows.filter({ hasText: 'in use' })).toContainText('Flat');
    await page.getByRole('button', { name: 'Use HNSW32, efSearch 512' }).click();
    await expect(rows.filter({ hasText: 'in use' })).toContainText('efSearch 512', { timeout: 60_000 });
  }
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  await page.reload();
  await expect(chart).toBeVisible({ timeout: 30_000 });
});

test('an index is built with the selected type and metric; an impossible type leaves the previous index', async ({ page }) => {
  const type = hasFaiss ? 'HNSW16' : 'Flat';
  await page.getByRole('navigation').getByText('Model').click();
  await page.locator('summary').filter({ hasText: 'Index' }).click();
  await expect(page.getByText(/Automatic: Flat up to 100,000 vectors, HNSW32 above\. At the last build: Flat compares/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Type' }).fill(type);
  await page.getByRole('combobox', { name: 'Metric' }).click();
  await page.getByRole('option', { name: 'Euclidean distance (L2)' }).click();
  if (hasFaiss) {
    await page.getByText('Parameters of FAISS').click();
    await page.getByRole('textbox', { name: /ef construction/i }).fill('60');
  }
  await page.getByRole('button', { name: 'Build again' }).click();
  const report = page.getByRole('row', { name: /^Content/ });
  await expect(report).toContainText(`${type} · l2`, { timeout: 60_000 });
  await expect(report).toContainText('the last build');
  await expect(page.getByText(`${type} was chosen.`)).toBeVisible();
  await expect(page.getByText(/FAISS is the first choice and usable here\.|is used, since /)).toBeVisible();

  await page.getByRole('combobox', { name: 'Type' }).fill('Nonsense');
  await page.getByRole('button', { name: 'Build again' }).click();
  await expect(page.getByText('The build failed; the previous models are unchanged')).toBeVisible({ timeout: 60_000 });
  await expect(report).toContainText(`${type} · l2`);
});
