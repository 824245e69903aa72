import type { Page, TestInfo } from '@playwright/test';

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 960, height: 640 } };

/**
 * Screenshots of a page's current state, light and dark, wide and narrow, in the test's results for review. Transitions are
 * finished first, so that no screenshot shows a theme change in progress.
 */
export async function pictures(page: Page, info: TestInfo, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const scheme of ['light', 'dark']) {
    await page.evaluate((theme) => document.documentElement.setAttribute('data-mantine-color-scheme', theme), scheme);
    for (const [width, size] of Object.entries(sizes)) {
      await page.setViewportSize(size);
      await page.screenshot({ path: info.outputPath(`${name}-${scheme}-${width}.png`), animations: 'disabled' });
    }
  }
  await page.evaluate(() => document.documentElement.setAttribute('data-mantine-color-scheme', 'light'));
  if (before) await page.setViewportSize(before);
}
