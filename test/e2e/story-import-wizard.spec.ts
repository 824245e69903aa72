/**
 * The import wizard by mouse: what is not read, mapping and confidence, conditions on rows, 0/1 columns as kinds, and a file with many unreadable rows;
 * then the imported rows by their columns, in the table of videos and in an export.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { expect, test } from './app';
import { goTo, patient } from './story/lab';

const widths = [1440, 1024, 390];

async function everyWidth(page: Page, info: TestInfo, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const scheme of ['light', 'dark'])
    for (const width of widths) {
      await page.evaluate((wanted) => document.documentElement.setAttribute('data-mantine-color-scheme', wanted), scheme);
      await page.setViewportSize({ width, height: 1400 });
      await page.screenshot({ path: info.outputPath(`${name}-${scheme}-${width}.png`), animations: 'disabled' });
    }
  await page.evaluate(() => document.documentElement.setAttribute('data-mantine-color-scheme', 'light'));
  if (before) await page.setViewportSize(before);
}

/** 60 rows: 40 clicks, 20 of them liked; every tenth row of them has no readable time. */
function logRows(): string {
  const rows = Array.from({ length: 60 }, (_, k) => {
    const time = k % 10 === 0 ? 'yesterday' : String(1_690_000_000 + k * 60);
    return `u${k % 6},i${k % 9},${Number(k < 40)},${Number(k < 20)},${time}`;
  });
  return `user_id,item_id,is_click,is_like,timestamp\n${rows.join('\n')}\n`;
}

test('the import wizard explains its steps, and accepts conditions, kinds and a limit', async ({ page, folder, exportFiles }, info) => {
  test.setTimeout(180_000);
  const files = join(folder, 'files');
  await mkdir(files, { recursive: true });
  await writeFile(join(files, 'clicks.csv'), logRows());
  await writeFile(join(files, 'README.txt'), 'about the data\n');
  await writeFile(join(files, 'photo.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new Uint8Array(200)]));

  const home = await goTo(page, 'Home');
  await home.getByRole('button', { name: /^Create a workspace/ }).click();
  const form = page.getByRole('dialog', { name: 'Create a workspace' });
  await form.getByLabel('Name').fill('Clicks');
  await form.getByLabel('Folder').fill(join(folder, 'Clicks'));
  await form.getByRole('button', { name: 'Create' }).click();
  const data = page.getByRole('main', { name: 'Data' });
  const paths = ['clicks.csv', 'README.txt', 'photo.png'].map((name) => join(files, name));
  await data.getByLabel('Files to import').setInputFiles([...paths, resolve('test/import-cases/cat.csv')]);

  await test.step('files that are not read are listed with the reason', async () => {
    const list = data.getByRole('list', { name: 'Files that are not read' });
    await expect(list.getByText('README.txt: taken for a description of the data because of its name')).toBeVisible(patient);
    await expect(list.getByText('photo.png')).toContainText('not a table');
  });

  await test.step('mapping, confidence and extra columns are shown', async () => {
    await expect(data.getByLabel('What “user_id” is')).toHaveValue('User');
    const table = data.getByRole('region', { name: 'Beginning of clicks.csv' });
    await expect(table).toContainText('100% sure');
    await expect(table).toContainText('kept: boolean');
    await expect(data.getByText(/even where “is_click” is 0/)).toBeVisible();
    await everyWidth(page, info, 'mapping');
  });

  await test.step('a condition and kinds, by mouse', async () => {
    await data.getByText('Which rows are interactions').click();
    await data.getByLabel('Only rows with').first().click();
    await page.getByRole('option', { name: 'is_click' }).click();
    await data.getByLabel('Value to compare with').fill('1');
    await data.getByRole('button', { name: 'Add condition' }).click();
    await expect(data.getByText('Only rows with is_click = 1')).toBeVisible(patient);
    await data.getByRole('button', { name: 'Make kinds of them' }).click();
    await expect(data.getByLabel('A 1 in “is_like” is a')).toHaveValue('like', patient);
    await expect(data.getByRole('region', { name: 'Beginning of clicks.csv' })).toContainText('1 is a “click”');
    await everyWidth(page, info, 'conditions');
  });

  await test.step('unreadable rows, a tenth of all, are rejected, and accepted with the switch', async () => {
    await data.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(data.getByText('4 of 60 rows (6.7%) cannot be read')).toBeVisible(patient);
    const limit = data.getByRole('switch', { name: 'Import also where more than 5% of a file cannot be read' });
    await limit.click();
    await expect(limit).toBeChecked();
    await data.getByRole('button', { name: 'Import', exact: true }).click();
    // 36 clicks, 18 of them liked as well.
    await expect(page.getByRole('banner')).toContainText('54 interactions', patient);
    await everyWidth(page, info, 'report');
  });

  const condition = async (owner: string, column: string, value: string, comparison?: string): Promise<void> => {
    const field = data.getByLabel(`Only ${owner} with`);
    if (!(await field.isVisible())) await data.getByText(`Filter ${owner} by columns`).click();
    await field.click();
    await page.getByRole('option', { name: column }).click();
    if (comparison !== undefined) {
      await data.getByLabel('Comparison').click();
      await page.getByRole('option', { name: comparison, exact: true }).click();
    }
    await data.getByLabel('Value to compare with').fill(value);
    await data.getByRole('button', { name: 'Add condition' }).click();
  };

  await test.step('the table of videos shows those for which conditions on columns hold', async () => {
    await data.getByRole('tab', { name: 'Videos' }).click();
    await condition('videos', 'country (text)', 'DE');
    await expect(data.getByRole('status')).toHaveText('15 videos found', patient);
    await condition('videos', 'price (number)', 'cheap');
    await expect(data.getByRole('alert')).toContainText('the column “price” holds numbers, and “cheap” is none', patient);
    await data.getByRole('button', { name: 'Remove the condition on price' }).click();
    await condition('videos', 'price (number)', '2', '<=');
    await expect(data.getByRole('status')).toHaveText('2 videos found', patient);
  });

  await test.step('an export by columns says how many rows it will write, and writes as many', async () => {
    await data.getByRole('tab', { name: 'Export' }).click();
    await expect(data.getByRole('status')).toHaveText('6 users, 15 videos, 54 interactions', patient);
    await condition('interactions', 'kind (text)', 'like');
    await expect(data.getByRole('status')).toHaveText('6 users, 15 videos, 18 interactions', patient);
    const written = await exportFiles(() => data.getByRole('button', { name: 'Export files' }).click(), 3);
    expect(written['interactions.csv']?.trim().split('\n')).toHaveLength(1 + 18);
  });
});
