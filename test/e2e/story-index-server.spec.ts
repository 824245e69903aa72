import AxeBuilder from '@axe-core/playwright';
import { startPglite, type PgliteServer } from '../pgvector/pglite-server';
import { startQdrant, type QdrantStandIn } from '../qdrant/qdrant-server';
import { expect, test } from './app';

test.use({ sample: ['--users', '40', '--videos', '60', '--interactions', '600', '--factors', '8'] });

let server: PgliteServer;
let qdrant: QdrantStandIn;
test.beforeAll(async () => {
  [server, qdrant] = await Promise.all([startPglite(), startQdrant()]);
});
test.afterAll(() => Promise.all([server.stop(), qdrant.stop()]));

test('a table and a collection are attached in the forms, and their differences from the workspace are shown before anything searches it', async ({
  page,
}) => {
  await page.getByRole('navigation').getByText('Settings').click();
  const postgres = page.getByRole('region', { name: 'Index server: PostgreSQL' });
  await postgres.getByLabel('Address').fill(server.url);
  await page.getByRole('switch', { name: 'Search a table that exists for factors' }).click();
  await page.getByLabel('Table of factors', { exact: true }).getByLabel('Table of factors').fill('shop.videos');
  await page.getByLabel('Column of ids of factors').fill('video_id');
  await postgres.getByRole('button', { name: 'Keep' }).click();
  const checks = page.getByRole('status', { name: 'Check of the attached tables' });
  await expect(checks).toContainText('shop.videos for factors: differs from the workspace');
  await expect(checks).toContainText('✓ inner-product');
  await expect(checks).toContainText(/✗ The table shop\.videos of PostgreSQL at .* does not exist/);
  await expect(checks).toContainText('Correct the attached table in the connection.');
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  await page.reload();
  await expect(page.getByLabel('Column of ids of factors')).toHaveValue('video_id');
  await expect(checks).toContainText('differs from the workspace');

  const other = page.getByRole('region', { name: 'Index server: Qdrant' });
  await other.getByLabel('Address').fill(qdrant.url);
  await other.getByRole('switch', { name: 'Search a collection that exists for content vectors' }).click();
  await other.getByLabel('Name of the collection of content vectors').fill('shop');
  await other.getByRole('button', { name: 'Keep' }).click();
  await expect(other.getByRole('status').first()).toContainText('Qdrant 1.15.4');
  const found = other.getByRole('status', { name: 'Check of the attached collections' });
  await expect(found).toContainText(/✗ The collection shop of Qdrant at .* does not exist/);
  await expect(postgres.getByLabel('Address')).toHaveValue(server.url);
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
});
