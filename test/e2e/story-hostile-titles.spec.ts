/** Titles are always rendered as text. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { ranklab } from './serve';

const titles = [
  '<img src=x onerror="window.ran = true">',
  '<script>window.ran = true</script>',
  '{{constructor.constructor("window.ran = true")()}}',
  'javascript:window.ran=true',
  '\u202Egnp.exe\u2066 reversed',
  '"><svg onload=window.ran=true>',
];

async function importHostile(workspace: string, folder: string): Promise<void> {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const videos = titles.map((title, index) => `v${index},${quoted(title)},${quoted(title)}`);
  const interactions = Array.from(
    { length: 60 },
    (_, index) => `u${index % 10},v${index % titles.length},${1_700_000_000 + index * 3_600},1`,
  );
  await writeFile(join(folder, 'videos.csv'), ['id,title,category', ...videos].join('\n'));
  await writeFile(join(folder, 'interactions.csv'), ['user,video,at,value', ...interactions].join('\n'));
  await ranklab([
    ...['import', '--workspace', workspace, '--interactions', join(folder, 'interactions.csv')],
    ...['--map', 'user=user,video=video,timestamp=at,value=value'],
    ...['--videos', join(folder, 'videos.csv'), '--map-videos', 'video=id,title=title,category=category'],
  ]);
  await ranklab(['build', '--workspace', workspace, '--factors', '3']);
}

test.use({
  workspace: async ({ folder }, use) => {
    const workspace = join(folder, 'Test workspace');
    await importHostile(workspace, folder);
    await use(workspace);
  },
});

/** No title created an element or ran code. */
async function expectInert(page: Page): Promise<void> {
  // An image requested now fails after every image that a title could have requested before.
  await page.evaluate(
    () =>
      new Promise((failed) => {
        const last = new Image();
        last.onerror = failed;
        last.src = 'no-such-picture.png';
      }),
  );
  const injectedSelector = '[onerror], [onload], img[src="x"], script:not([src]), a[href^="javascript:"]';
  expect(
    await page.evaluate((selector) => [...document.querySelectorAll(selector)].map(({ outerHTML }) => outerHTML), injectedSelector),
  ).toEqual([]);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
}

test('hostile titles are shown literally and run nothing', async ({ page }) => {
  const navigation = page.getByRole('navigation');
  await navigation.getByText('Data').click();
  await page.getByRole('tab', { name: /Videos/ }).click();
  for (const title of titles.slice(0, 3)) await expect(page.getByText(title, { exact: true }).first()).toBeVisible();
  await expectInert(page);

  await page.getByText(titles[0], { exact: true }).first().click();
  await expect(page.getByRole('dialog').getByText(titles[0], { exact: true }).first()).toBeVisible();
  await expectInert(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await navigation.getByText('Lab').click();
  const shown = titles.map((title) => page.getByRole('main').getByText(title, { exact: true }).first());
  await expect(shown.reduce((any, one) => any.or(one)).first()).toBeVisible();
  await expectInert(page);
});
