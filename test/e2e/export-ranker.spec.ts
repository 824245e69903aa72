/** Exports the Lab's winner for every engine: losses are shown first, then the files are downloaded. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Download } from '@playwright/test';
import { expect, test } from './app';
import { pictures } from './pictures';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '11'] });

test('the winner of the Lab is exported to each engine', async ({ page }, info) => {
  test.setTimeout(300_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const [a, b] = await Promise.all(([0, 1] as const).map(async (place) => Number(await lab.value('ndcg@10', place).innerText())));
  const winner = (b ?? 0) > (a ?? 0) ? 1 : 0;
  await page.getByRole('button', { name: 'Export to production' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export to production' });
  await dialog.getByRole('combobox', { name: 'Variant' }).click();
  const chosen = page.getByRole('option').filter({ visible: true }).nth(winner);
  const name = (await chosen.innerText()).slice(2);
  await chosen.click();
  const target = dialog.getByRole('combobox', { name: 'Target' });
  await target.click();
  const targets = await page.getByRole('option').filter({ visible: true }).allInnerTexts();
  expect(targets).toHaveLength(9);
  await target.click();

  for (const engine of targets) {
    await test.step(engine, async () => {
      await target.click();
      await page.getByRole('option', { name: engine, exact: true }).click();
      await expect(dialog.getByRole('row', { name: /^candidates Yours to do/ })).toBeVisible(patient);
      if (engine === 'Metarank') await expect(dialog.getByText(/learns trees/)).toBeVisible();
      else await expect(dialog.getByRole('columnheader', { name: 'Kendall τ' })).toBeVisible();
      if (engine === 'OpenSearch') {
        expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
        await pictures(page, info, 'export-ranker');
      }
      const files = new Map<string, Download>();
      const keep = (download: Download): void => void files.set(download.suggestedFilename(), download);
      page.on('download', keep);
      await dialog.getByRole('button', { name: 'Export files' }).click();
      await expect(dialog).toBeHidden(patient);
      page.off('download', keep);
      const readme = await readFile((await files.get('README.md')?.path()) ?? '', 'utf8');
      expect(readme).toContain(`# “${name}” for ${engine}`);
      expect((await readFile((await files.get('test-vectors.jsonl')?.path()) ?? '', 'utf8')).trim().split('\n')).toHaveLength(100);
      await page.getByRole('button', { name: 'Export to production' }).click();
      await dialog.getByRole('combobox', { name: 'Variant' }).click();
      await page.getByRole('option').filter({ visible: true }).nth(winner).click();
    });
  }
});
