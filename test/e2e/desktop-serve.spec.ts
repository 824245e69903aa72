/** The Serve page: the local API is off until it is switched on, responds while it is on, and stops when switched off. */
import { join } from 'node:path';
import { expect, test } from '../electron/desktop';
import { pictures } from './pictures';
import { ranklab } from './serve';

const size = ['--users', '120', '--videos', '200', '--interactions', '2400', '--factors', '8'];

test('the local API is off at first, starts with a hidden token, answers programs, counts requests, and stops', async ({
  launch,
  folder,
}, info) => {
  test.setTimeout(120_000);
  const workspace = join(folder, 'Films');
  await ranklab(['pipeline', '--workspace', workspace, '--quiet', ...size]);
  const page = await (await launch({ args: [workspace] })).firstWindow();
  await page.waitForURL(/#\/lab/); // where a workspace with models opens
  await page.getByRole('navigation').getByText('Serve').click();
  await expect(page.getByRole('heading', { name: 'Off' })).toBeVisible();
  await pictures(page, info, 'serve-off');

  await page.getByRole('textbox', { name: 'Port' }).fill('0');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'Running' })).toBeVisible();
  const url = (await page.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).textContent()) ?? '';
  expect((await fetch(url)).status).toBe(401);

  // A window does not open local addresses in the browser, so it offers the address for copying instead of a dead link.
  await expect(page.getByText(`${url}/docs`)).toBeVisible();
  await expect(page.getByRole('link', { name: /docs$/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Copy the address of the documentation' })).toBeVisible();

  await expect(page.getByText('••••')).toBeVisible();
  const before = await page.getByRole('main').innerText();
  await page.getByRole('button', { name: 'Show the token' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Hide the token' })).toBeFocused();
  const token = (await page.getByText(/^[\w-]{32}$/).textContent()) ?? '';
  expect(before).not.toContain(token);

  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const { rows } = (await (await fetch(`${url}/users?limit=1`, { headers })).json()) as { rows: { userId: string }[] };
  const body = JSON.stringify({ user_id: rows[0]?.userId, top_k: 3 });
  for (let n = 0; n < 20; n++) expect((await fetch(`${url}/recommend`, { method: 'POST', headers, body })).status).toBe(200);
  await expect(page.locator('dl div', { hasText: 'Requests' }).locator('dd')).toHaveText('22');
  await expect(page.locator('dl div', { hasText: 'p99' }).locator('dd')).not.toHaveText('–');

  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByLabel('Answer')).toContainText('"variant": "default"');
  await pictures(page, info, 'serve-running');

  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('heading', { name: 'Off' })).toBeVisible();
  await expect(fetch(url)).rejects.toThrow();
});
