import type { Page, TestInfo } from '@playwright/test';

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 960, height: 640 } };

/**
 * The state a page is in, light and dark, wide and narrow, among the test's results: to be looked at. Transitions are over in a
 * picture, so that none shows a theme on its way to another.
 */
export async function pictures(page: Page, info: TestInfo, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const scheme of ['light', 'dark']) {
    await page.evaluate((wanted) => document.documentElement.setAttribute('data-mantine-color-scheme', wanted), scheme);
    for (const [width, size] of Object.entries(sizes)) {
      await page.setViewportSize(size);
      await page.screenshot({ path: info.outputPath(`${name}-${scheme}-${width}.png`), animations: 'disabled' });
    }
  }
  await page.evaluate(() => document.documentElement.setAttribute('data-mantine-color-scheme', 'light'));
  if (before) await page.setViewportSize(before);
}
