/** In a browser the page's own files come from the service: a page first opened while the service is stopped shows that, and the remedy. */
import { expect, test } from '@playwright/test';
import { pictures } from './pictures';
import { ranklab, serve, temporaryFolder } from './serve';

const size = ['--users', '60', '--videos', '90', '--interactions', '900', '--factors', '8'];

test('a page whose files cannot be loaded shows a clear message while it waits for the service', async ({ page }, info) => {
  const folder = await temporaryFolder('service-gone');
  await ranklab(['pipeline', '--workspace', folder.path, '--quiet', ...size]);
  const host = await serve(folder.path);
  // As for a user who navigates before the prefetch is complete.
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

test('a restarted service accepts the page again after one message with one button', async ({ page }, info) => {
  const folder = await temporaryFolder('service-again');
  await ranklab(['pipeline', '--workspace', folder.path, '--quiet', ...size]);
  const host = await serve(folder.path);
  const { port } = new URL(host.url);
  await page.goto(host.url);
  await page.getByRole('navigation').getByText('Data').click();
  await expect(page.getByText('900', { exact: true }).first()).toBeVisible();
  await host.stop();
  await page.getByRole('tab', { name: 'Videos' }).click();
  const banner = page.getByRole('status').filter({ hasText: 'The service stopped' });
  await expect(banner.getByRole('button')).toHaveText('Try now');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await pictures(page, info, 'service-stopped');
  await banner.getByRole('button', { name: 'Try now' }).click();
  const again = await serve(folder.path, {}, port);
  await expect(page.getByRole('row').nth(1)).toContainText('v0');
  await expect(banner).toHaveCount(0);
  await again.stop();

  // With another token the page says so once, and takes the new address.
  const other = await serve(folder.path, { RANKLAB_TOKEN: 'another-token-altogether' }, port);
  // The page notices at its next call.
  await page.getByRole('tab', { name: 'Users' }).click();
  const refused = page.getByRole('status').filter({ hasText: 'started with another token' });
  await expect(refused).toBeVisible();
  await expect(page.getByText('Bearer')).toHaveCount(0);
  await pictures(page, info, 'service-refuses');
  await refused.getByRole('textbox', { name: 'Address of the service' }).fill(other.url);
  await refused.getByRole('button', { name: 'Connect' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('u0');
  await other.stop();
  await folder.discard();
});

test('a failure without an explanation names the call and a remedy, and offers a retry', async ({ page }, info) => {
  const folder = await temporaryFolder('wordless');
  await ranklab(['pipeline', '--workspace', folder.path, '--quiet', ...size]);
  const host = await serve(folder.path);
  let failing = true;
  await page.route('**/rpc/dataset/users*', (route) =>
    failing ? route.fulfill({ status: 500, contentType: 'text/plain', body: 'Internal Server Error' }) : route.continue(),
  );
  await page.goto(host.url);
  await page.getByRole('navigation').getByText('Data').click();
  await page.getByRole('tab', { name: 'Users' }).click();
  const failure = page.getByRole('alert');
  await expect(failure).toContainText('The users cannot be read');
  await expect(failure).toContainText('“dataset.users” was answered with HTTP 500 (Internal Server Error) and no explanation');
  await expect(failure).toContainText('What to do');
  await pictures(page, info, 'wordless');
  failing = false;
  await failure.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('u0');
  await expect(failure).toHaveCount(0);
  await host.stop();
  await folder.discard();
});
