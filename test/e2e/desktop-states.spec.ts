/** Empty states, running work, and a hanging or stopped service in the window; each has a screenshot. */
import { join } from 'node:path';
import { expect, test, type Desktop } from '../electron/desktop';
import { pictures } from './pictures';
import { ranklab } from './serve';

const size = ['--users', '120', '--videos', '200', '--interactions', '2400', '--factors', '8'];

const servicePid = (desktop: Desktop): Promise<number> =>
  desktop.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'RankLab service')?.pid ?? 0);

test('the first start offers the sample, and shows its preparation', async ({ window }, info) => {
  test.setTimeout(180_000);
  await expect(window.getByText('Workspaces that you create or open are listed here.')).toBeVisible();
  await expect(window.getByText('DuckDB')).toBeVisible();
  await pictures(window, info, 'first-start');
  await window.getByRole('button', { name: /Try the sample/ }).click();
  await expect(window.getByRole('progressbar').first()).toBeVisible();
  await window.screenshot({ path: info.outputPath('job-running.png'), animations: 'disabled' });
  await expect(window.getByRole('main', { name: 'Lab' })).toBeVisible({ timeout: 90_000 });
});

test('Home lists recent workspaces', async ({ launch, folder }, info) => {
  test.setTimeout(180_000);
  for (const name of ['Films', 'Music and talks']) await ranklab(['pipeline', '--workspace', join(folder, name), '--quiet', ...size]);
  const first = await launch({ args: [join(folder, 'Music and talks')] });
  await (await first.firstWindow()).waitForURL(/#\/lab/);
  await first.quit();
  const page = await (await launch({ args: [join(folder, 'Films')] })).firstWindow();
  await page.waitForURL(/#\/lab/);
  await page.getByRole('navigation').getByText('Home').click();
  await expect(page.getByText('Music and talks').first()).toBeVisible();
  await pictures(page, info, 'recent');
});

test('a hanging or exited service is shown, and the page recovers automatically', async ({ launch, folder }, info) => {
  test.setTimeout(180_000);
  await ranklab(['pipeline', '--workspace', join(folder, 'Films'), '--quiet', ...size]);
  const desktop = await launch({ args: [join(folder, 'Films')] });
  const page = await desktop.firstWindow();
  await page.waitForURL(/#\/lab/);
  const pid = await servicePid(desktop);
  process.kill(pid, 'SIGSTOP');
  await page.getByRole('navigation').getByText('Data').click();
  const silence = page.getByText(/^The service has not answered for some seconds/);
  await expect(silence).toBeVisible();
  await pictures(page, info, 'service-hangs');
  process.kill(pid, 'SIGCONT');
  await expect(silence).toHaveCount(0);
  await expect(page.getByText('2,400', { exact: true }).first()).toBeVisible();

  process.kill(pid, 'SIGKILL');
  await page.getByRole('tab', { name: 'Videos' }).click();
  await page.screenshot({ path: info.outputPath('service-gone.png'), animations: 'disabled' }); // the service restarts too soon for more screenshots
  await expect.poll(async () => [0, pid].includes(await servicePid(desktop)), { intervals: [20] }).toBe(false);
  // A large workspace takes its time to open: the page waits for it instead of showing that there is none.
  const restarted = await servicePid(desktop);
  process.kill(restarted, 'SIGSTOP');
  await page.waitForTimeout(3_000);
  process.kill(restarted, 'SIGCONT');
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  await pictures(page, info, 'service-back');
});
