/** Whatever a title says, it is text. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
}

test.use({
  workspace: async ({ folder }, use) => {
    const workspace = join(folder, 'Test workspace');
    await importHostile(workspace, folder);
    await use(workspace);
  },
});

test('hostile titles are shown as they are and run nothing', async ({ page }) => {
  await page.getByRole('navigation').getByText('Data').click();
  await page.getByRole('tab', { name: /Videos/ }).click();
  for (const title of titles.slice(0, 3)) await expect(page.getByText(title, { exact: true }).first()).toBeVisible();
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(await page.evaluate(() => document.querySelectorAll('main img[src="x"], main svg[onload], main script').length)).toBe(0);
});
