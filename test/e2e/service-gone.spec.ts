/** In a browser the page's own files come from the service: a page first opened while it is away says so, and what to do. */
import { expect, test } from '@playwright/test';
import { pictures } from './pictures';
import { ranklab, serve, temporaryFolder } from './serve';

const size = ['--users', '60', '--videos', '90', '--interactions', '900', '--factors', '8'];

test('a page whose files were never fetched waits for the service in plain words', async ({ page }, info) => {
  const folder = await temporaryFolder('service-gone');
  await ranklab(['pipeline', '--workspace', folder.path, '--quiet', ...size]);
  const host = await serve(folder.path);
  // As for one who is quicker than the files that are fetched ahead.
  await page.route('**/assets/settings-page*', (route) => route.abort());
  await page.goto(host.url);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await host.stop();
  await page.getByRole('navigation').getByText('Settings').click();
  await expect(page.getByText('Settings opens as soon as the service is back')).toBeVisible();
  await expect(page.getByText('The service stopped. Waiting for it to come back; nothing is lost.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try now' })).toBeVisible();
  expect(await page.getByRole('main').innerText()).not.toMatch(/preload|dynamically imported/);
  await pictures(page, info, 'page-files-missing');
  await folder.discard();
});
