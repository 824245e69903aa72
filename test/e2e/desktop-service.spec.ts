/** The service's process may die at any time; the window survives and returns to its previous state. */
import { expect, test, type Desktop } from '../electron/desktop';
import { join } from 'node:path';
import { ranklab } from './serve';

/** The process id of the service, from main's metrics. */
const servicePid = (desktop: Desktop): Promise<number> =>
  desktop.evaluate(({ app }) => {
    const service = app.getAppMetrics().find((metric) => metric.name === 'RankLab service');
    return service?.pid ?? 0;
  });

const workspaceArgs = ['--users', '120', '--videos', '200', '--interactions', '2400', '--factors', '8'];

test('after a kill the service is back within two seconds with its workspace open, and the page recovers', async ({ launch, folder }) => {
  const workspace = join(folder, 'Films');
  await ranklab(['pipeline', '--workspace', workspace, '--quiet', ...workspaceArgs]);
  const desktop = await launch({ args: [workspace] });
  const window = await desktop.firstWindow();
  await expect(window.getByRole('heading', { level: 1, name: 'Films' })).toBeVisible();

  for (let round = 0; round < 2; round++) {
    const before = await servicePid(desktop);
    process.kill(before, 'SIGKILL');
    const killedAt = Date.now();
    await expect.poll(async () => [0, before].includes(await servicePid(desktop)), { intervals: [20] }).toBe(false);
    expect(Date.now() - killedAt).toBeLessThan(2_000);
    await expect.poll(async () => (await window.evaluate(() => document.querySelector('h1')?.textContent)) ?? '').toBe('Films');
    await window.getByRole('navigation').getByText('Data').click();
    await expect(window.getByText('120', { exact: true }).first()).toBeVisible();
    await window.getByRole('navigation').getByText('Home').click();
  }
});

test('after a kill during a job the job is “interrupted” and can be started again', async ({ desktop, window }) => {
  test.setTimeout(120_000);
  await window.getByRole('button', { name: /Try the sample/ }).click();
  await expect(window.getByRole('progressbar').first()).toBeVisible();
  process.kill(await servicePid(desktop), 'SIGKILL');
  await window.getByRole('button', { name: 'Jobs: 1 failed' }).click();
  await expect(window.getByRole('list', { name: 'Jobs' })).toContainText('interrupted');
  await window.keyboard.press('Escape');
  // Until the service is back, a click only shows that it is unavailable.
  await expect(async () => {
    await window.getByRole('button', { name: /Try the sample/ }).click({ timeout: 500 });
    await expect(window.getByRole('progressbar').first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(window.getByRole('main', { name: 'Lab' })).toBeVisible({ timeout: 90_000 });
});

test('quitting stops the service cleanly and leaves no process behind', async ({ launch, folder }) => {
  const workspace = join(folder, 'Films');
  await ranklab(['pipeline', '--workspace', workspace, '--quiet', ...workspaceArgs]);
  const desktop = await launch({ args: [workspace] });
  await expect((await desktop.firstWindow()).getByRole('heading', { level: 1, name: 'Films' })).toBeVisible();
  const service = await servicePid(desktop);
  await desktop.quit();
  expect(() => process.kill(service, 0)).toThrow();
  // The workspace is no longer locked, so another program can open it.
  const answer = await ranklab(['recommend', '--workspace', workspace, '--query', 'film', '--limit', '3', '--json']);
  expect((JSON.parse(answer) as { items: unknown[] }).items).toHaveLength(3);
});
