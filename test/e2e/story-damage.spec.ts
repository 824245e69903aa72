import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ranklab } from './serve';
import { expect, test as base } from './app';

/** A workspace whose log was emptied while nothing had it open. */
const test = base.extend({
  workspace: async ({ folder }, use) => {
    const path = join(folder, 'Test workspace');
    await ranklab(['pipeline', '--workspace', path, '--quiet', '--users', '60', '--videos', '80', '--interactions', '900']);
    const log = join(path, 'log');
    const [segment] = readdirSync(log).filter((name) => name.endsWith('.jsonl'));
    writeFileSync(join(log, segment ?? '000000000000001.jsonl'), '');
    await use(path);
  },
});

test('damage is shown on Home until it is dismissed', async ({ page }) => {
  const panel = page.getByRole('region', { name: 'Damage in the workspace' });
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(panel).toContainText(/log\/\d+\.jsonl: the file is empty: its content is lost/);
    await expect(panel).toContainText(/kept as set-aside/);
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(scrolls, `${width} px`).toBe(false);
  }
  await panel.getByRole('button', { name: 'Dismiss' }).click();
  await expect(panel).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'RankLab' }).first()).toBeVisible();
  await expect(panel).toHaveCount(0);
});

test('Settings checks and backs up the workspace, and restores the backup', async ({ page, folder, workspace }) => {
  await page.evaluate(() => (location.hash = '#/settings'));
  const panel = page.getByRole('region', { name: 'Check and back up' });
  await panel.getByRole('button', { name: 'Check the workspace' }).click();
  await expect(panel).toContainText(/problem.* in \d+ artifacts|No damage in \d+ artifacts/);
  await panel.getByRole('button', { name: 'Back up now' }).click();
  await expect(panel).toContainText(/Backed up \d+ files/);
  const [backup = ''] = readdirSync(join(workspace, 'backups'));
  await panel.getByLabel('Restore from').fill(join(folder, 'missing.ranklab-backup'));
  await panel.getByLabel('Into').fill(join(folder, 'restored'));
  await panel.getByRole('button', { name: 'Restore' }).click();
  await expect(panel).toContainText('The backup cannot be restored');
  await panel.getByLabel('Restore from').fill(join(workspace, 'backups', backup));
  await panel.getByRole('button', { name: 'Restore' }).click();
  await expect(panel).toContainText(/Restored to .*restored: open it on the Home page/);
  expect(readdirSync(join(folder, 'restored'))).toContain('workspace.json');
});
