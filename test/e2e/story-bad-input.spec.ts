/** Bad input is reported by line, column and reason; existing data is unchanged. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app';
import { goTo, patient } from './story/lab';

test.use({ sample: ['--users', '120', '--videos', '200', '--interactions', '2400', '--factors', '8', '--seed', '3'] });

/** One entry per line, so that the line numbers below can be checked. */
const malformedRows = [
  'user_id,video_id,timestamp,rating', // 1
  'ada,v001,1700000000,4.5',
  'ada,v002,1700000100', // 3: a cell is missing
  'bob,v001,1700000200,3,5,extra', // 4: two too many
  'bob,"v002,1700000300,4', // 5: never closed
  'bob,v003,1700000400,2',
  'cem,v001,yesterday,4', // 7
  'cem,v002,1700000600,good', // 8
  ',v003,1700000700,4', // 9
  'cem,v003,1700000800,5',
];
const rejected = [
  ['3', /^(timestamp|rating)$/, /fewer cells than the header has columns/],
  ['4', 'rating', /more cells than the header has columns/],
  ['5', 'video_id', /quotation mark opened on line 5 is never closed/],
  ['7', 'timestamp', /not a timestamp.*yesterday/],
  ['9', 'user_id', /no user id/],
] as const;

/** The counts: `120 users 200 videos …`. */
const counts = async (page: Page): Promise<string> =>
  ((await page.getByRole('banner').innerText()).match(/[\d,]+\s+(users|videos|interactions)/g) ?? []).join(' ').replaceAll(/\s+/g, ' ');

async function openImport(page: Page): Promise<Locator> {
  const data = await goTo(page, 'Data');
  await data.getByRole('tab', { name: 'Import' }).click();
  return data;
}

async function addFile(data: Locator, path: string): Promise<void> {
  await data.getByLabel('Or a file’s path').fill(path);
  await data.getByRole('button', { name: 'Add the file' }).click();
}

async function mapColumn(data: Locator, column: string, field: string): Promise<void> {
  await data.getByRole('combobox', { name: `What “${column}” is` }).click();
  await data.page().getByRole('option', { name: field, exact: true }).click();
}

test('an import with a wrong column fails and changes nothing; with the right one it imports valid rows and lists invalid ones', async ({
  page,
  exportFiles,
  folder,
}) => {
  test.setTimeout(240_000);
  const file = join(folder, 'terrible.csv');
  await writeFile(file, malformedRows.join('\n'));
  const data = await goTo(page, 'Data');
  await expect(page.getByRole('banner')).toContainText('2,400 interactions', patient);
  const before = await counts(page);
  expect(before).toBe('120 users 200 videos 2,400 interactions');
  const provenance = await data.getByRole('heading', { level: 2 }).first().locator('xpath=..').innerText();

  await test.step('the video id column is mapped to the time', async () => {
    await openImport(page);
    await addFile(data, file);
    await expect(data.getByRole('heading', { name: 'terrible.csv' })).toBeVisible(patient);
    await mapColumn(data, 'timestamp', '–');
    await mapColumn(data, 'rating', 'Video');
    await mapColumn(data, 'video_id', 'Time');
    await expect(data.getByRole('radio', { name: 'Replace the data' })).toBeChecked();
    await data.getByRole('button', { name: 'Import…' }).click();
    const asked = page.getByRole('dialog', { name: 'Replace the data?' });
    await expect(asked).toContainText('120 users, 200 videos and 2,400 interactions are replaced');
    await asked.getByRole('button', { name: 'Replace' }).click();
    const failure = data.getByRole('alert');
    await expect(failure).toContainText('the data is unchanged', patient);
    await expect(failure).toContainText(
      /terrible\.csv has no row that can be imported; the first rejected row is on line 2 .*not a timestamp.*v001/,
    );
    await expect(failure).toContainText('Check the delimiter, the mapping of the columns and the unit of the timestamps.');
    // The named file is on the service's machine; the rows can also be downloaded here.
    await expect(data.getByRole('button', { name: 'Save all rejected rows' })).toBeVisible();
    expect(await counts(page)).toBe(before);
    await page.reload();
    await expect(page.getByRole('banner')).toContainText('2,400 interactions', patient);
    expect(await counts(page)).toBe(before);
    await data.getByRole('tab', { name: 'Overview' }).click();
    expect(await data.getByRole('heading', { level: 2 }).first().locator('xpath=..').innerText()).toBe(provenance);
    await goTo(page, 'Lab');
    await expect(page.getByRole('region', { name: 'Metrics' }).getByRole('rowheader', { name: 'ndcg@10' })).toBeVisible(patient);
  });

  await test.step('with the right columns four rows are imported, five are listed as rejected', async () => {
    await openImport(page);
    await addFile(data, file);
    await data.getByText('Add to the data').click();
    await data.getByRole('switch', { name: 'Import also where more than 5% of a file cannot be read' }).press('Space');
    await data.getByRole('button', { name: 'Check first' }).click();
    const checked = data.getByRole('region', { name: 'Checked' });
    await expect(checked).toContainText('Nothing was changed yet', patient);
    await expect(checked).toContainText('4 of 9 lines accepted, 5 rejected');
    await expect(checked.getByRole('row').filter({ hasText: 'never closed' })).toBeVisible();
    expect(await counts(page)).toBe(before);
    await data.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(data.getByRole('status').filter({ hasText: 'terrible.csv: 4 of 9 lines accepted, 5 rejected' })).toBeVisible(patient);
    const rows = data.getByRole('table', { name: 'Rejected rows' }).getByRole('rowgroup').getByRole('row');
    await expect(rows).toHaveCount(rejected.length);
    for (const [index, [line, column, reason]] of rejected.entries()) {
      const cells = rows.nth(index).getByRole('cell');
      await expect(cells.nth(0)).toHaveText('terrible.csv');
      await expect(cells.nth(1)).toHaveText(line);
      await expect(cells.nth(2)).toHaveText(column);
      await expect(cells.nth(3)).toHaveText(reason);
    }
    const files = await exportFiles(() => data.getByRole('button', { name: 'Save all rejected rows' }).click(), 1);
    const saved = files['rejected rows.csv'].trimEnd().split('\n');
    expect(saved[0]).toBe('file,line,column,reason,sample');
    expect(saved.slice(1).map((line) => line.split(',')[1])).toEqual(rejected.map(([line]) => line));
    await expect(page.getByRole('banner')).toContainText('2,404 interactions', patient);
    await expect(page.getByRole('banner')).toContainText('123 users');
  });

  await test.step('importing the file again reports that nothing is new', async () => {
    await addFile(data, file);
    await data.getByText('Add to the data').click();
    await data.getByRole('button', { name: 'Import', exact: true }).click();
    const nothing = data.getByRole('region', { name: 'Nothing was imported' });
    await expect(nothing).toContainText('No row was accepted; the data is unchanged.', patient);
    await expect(nothing).toContainText('0 of 9 lines accepted, 9 rejected');
    await expect(nothing.getByRole('row').filter({ hasText: 'already has this interaction' }).first()).toBeVisible();
    expect(await counts(page)).toBe('123 users 200 videos 2,404 interactions');
  });
});

test('a misdetected file is read with the options set by the user', async ({ page, folder }) => {
  test.setTimeout(180_000);
  const file = join(folder, 'log.txt');
  await writeFile(
    file,
    'who;what;when;how\nada;x1;05.01.2024;click\nada;x2;06.01.2024;fav\n'
      .replaceAll('05.01.2024', '2024-01-05')
      .replaceAll('06.01.2024', '2024-01-06'),
  );
  const data = await openImport(page);
  await addFile(data, file);
  const panel = data.getByRole('region', { name: 'log.txt', exact: true });
  await expect(panel).toContainText('semicolon', patient);
  await data.getByText('Read it differently').click();
  await data.getByRole('combobox', { name: 'Delimiter' }).click();
  await page.getByRole('option', { name: 'comma', exact: true }).click();
  await expect(panel.getByRole('columnheader')).toHaveCount(1, patient);
  await data.getByRole('combobox', { name: 'Delimiter' }).click();
  await page.getByRole('option', { name: 'as detected' }).click();
  await expect(panel.getByRole('columnheader')).toHaveCount(4, patient);
  await data.getByRole('combobox', { name: 'This file contains' }).click();
  await page.getByRole('option', { name: 'Interactions' }).click();
  for (const [column, field] of [
    ['who', 'User'],
    ['what', 'Video'],
    ['when', 'Time'],
    ['how', 'Kind'],
  ] as const)
    // prettier-ignore
    await mapColumn(data, column, field);
  await data.getByLabel('“fav” becomes').fill('like');
  await data.getByText('Add to the data').click();
  await data.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(data.getByRole('region', { name: 'Imported' })).toContainText('2 of 2 lines accepted, 0 rejected', patient);
  await data.getByRole('tab', { name: 'Interactions' }).click();
  await data.getByRole('textbox', { name: 'Search interactions' }).fill('ada');
  await expect(data.getByRole('row').filter({ hasText: 'x2' })).toContainText('like', patient);
  await expect(data.getByRole('row').filter({ hasText: 'x1' })).toContainText('click');
});

test('a missing file is named', async ({ page, folder, workspace }) => {
  test.setTimeout(180_000);
  const missing = join(folder, 'no such place');

  await test.step('a missing workspace', async () => {
    const home = await goTo(page, 'Home');
    await home.getByRole('button', { name: /^Open a workspace/ }).click();
    const form = page.getByRole('dialog', { name: 'Open a workspace' });
    await form.getByLabel('Folder').fill(missing);
    await form.getByRole('button', { name: 'Open' }).click();
    await expect(form.getByRole('alert')).toContainText('no such place', patient);
    await page.keyboard.press('Escape');
    await expect(form).toBeHidden();
    await expect(page.getByRole('banner')).toContainText('2,400 interactions');
    const settings = await goTo(page, 'Settings');
    await expect(settings.getByText(workspace, { exact: true })).toBeVisible();
  });

  await test.step('a missing file', async () => {
    const data = await openImport(page);
    await addFile(data, join(missing, 'log.csv'));
    await expect(data.getByRole('alert')).toContainText('log.csv', patient);
  });
});
