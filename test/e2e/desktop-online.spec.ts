/** Online experiments on the Serve page: planned, started, fed by programs, watched, tried, stopped and removed. */
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../electron/desktop';
import { ranklab } from './serve';

const size = ['--users', '120', '--videos', '200', '--interactions', '2400', '--factors', '8'];

test('an online experiment splits users, counts events of programs, and is stopped and removed', async ({ launch, folder }, info) => {
  test.setTimeout(180_000);
  const workspace = join(folder, 'Films');
  await ranklab(['pipeline', '--workspace', workspace, '--quiet', ...size]);
  const page = await (await launch({ args: [workspace] })).firstWindow();
  await page.waitForURL(/#\/lab/);
  await page.getByRole('navigation').getByText('Serve').click();
  await expect(page.getByText('None yet')).toBeVisible();
  await page.getByRole('textbox', { name: 'Port' }).fill('0');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const url = (await page.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).textContent()) ?? '';
  await page.getByRole('button', { name: 'Show the token' }).click();
  const token = (await page.getByText(/^[\w-]{32}$/).textContent()) ?? '';
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await fetch(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  // A variant that a program stores appears here, and can be tried.
  await call('PUT', '/variants/most%20watched', { weights: { popularity: 1 } });
  await expect(page.getByRole('row', { name: /most watched popularity 1/ })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('combobox', { name: 'Variant' }).click();
  await page.getByRole('option', { name: 'most watched' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByLabel('Answer')).toContainText('"variant": "most watched"');

  await page.getByRole('button', { name: 'New experiment' }).click();
  await page.getByRole('textbox', { name: 'Id' }).fill('home');
  await expect(page.getByRole('combobox', { name: 'Baseline' })).toHaveValue('default');
  await expect(page.getByRole('combobox', { name: 'Variant 2' })).toHaveValue('most watched');
  await page.screenshot({ path: info.outputPath('online-form.png'), animations: 'disabled' });
  await page.getByRole('button', { name: 'Start the experiment' }).click();
  const experiment = page.getByRole('region', { name: 'Online experiment home' });
  await expect(experiment.getByText('No user has received a list yet.')).toBeVisible();

  const { rows } = (await call('GET', '/users?limit=100')).body as { rows: { userId: string }[] };
  const videos = (await call('GET', '/videos?limit=1')).body as { rows: { videoId: string }[] };
  const counts = new Map<string, number>();
  for (const { userId } of rows) {
    const { body } = await call('POST', '/recommend', { user_id: userId, experiment: 'home', top_k: 3 });
    counts.set(String(body['variant']), (counts.get(String(body['variant'])) ?? 0) + 1);
  }
  for (const { userId } of rows.slice(0, 20))
    await call('POST', '/log_interaction', { user_id: userId, video_id: videos.rows[0]?.videoId, kind: 'like' });
  for (const [variant, users] of counts)
    await expect(experiment.getByRole('row', { name: new RegExp(`^${variant} 50\\.0% ${users} of 50 expected`) })).toBeVisible({
      timeout: 30_000,
    });
  await expect(experiment.getByText(/^Users arrive in the planned shares/)).toBeVisible();
  const live = (await call('GET', '/experiments/home')).body as { arms: { successes: number }[] };
  expect(live.arms.reduce((sum, { successes }) => sum + successes, 0)).toBe(20);

  // The form for trying offers the experiment, which chooses by the user.
  await page.getByRole('combobox', { name: 'Variant' }).click();
  await page.getByRole('option', { name: 'experiment home' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByLabel('Answer')).toContainText('"experiment": "home"');

  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  await page.getByRole('heading', { name: 'Stored variants' }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: info.outputPath('online-running.png'), animations: 'disabled' });
  await page.evaluate(() => document.documentElement.setAttribute('data-mantine-color-scheme', 'dark'));
  await page.screenshot({ path: info.outputPath('online-dark.png'), animations: 'disabled' });
  await page.evaluate(() => document.documentElement.setAttribute('data-mantine-color-scheme', 'light'));
  await page.setViewportSize({ width: 960, height: 640 });
  await experiment.scrollIntoViewIfNeeded();
  await page.screenshot({ path: info.outputPath('online-narrow.png'), animations: 'disabled' });

  await experiment.getByRole('button', { name: 'Stop' }).click();
  await expect(experiment.getByText(/^Stopped/)).toBeVisible();
  expect((await call('POST', '/recommend', { user_id: rows[0]?.userId, experiment: 'home' })).status).toBe(409);
  await experiment.getByRole('button', { name: 'Remove home' }).click();
  await page.getByRole('button', { name: 'Remove for good' }).click();
  await expect(page.getByText('None yet')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the variant most watched' }).click();
  await expect(page.getByRole('row', { name: /most watched/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row', { name: /most watched/ })).toBeVisible();
});
