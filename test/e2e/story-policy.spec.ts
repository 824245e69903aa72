import type { Page } from '@playwright/test';
import { expect, test } from './app';

test.use({ sample: ['--users', '120', '--videos', '160', '--interactions', '2500'] });
test.slow(); // seventeen views, twice

const views = [
  'home',
  ...['overview', 'users', 'videos', 'interactions', 'import', 'export', 'generate'].map((view) => `data?view=${view}`),
  ...['build', 'growth', 'index', 'map'].map((view) => `model?view=${view}`),
  'lab',
  'experiments',
  'serve',
  'definitions',
  'settings',
];

/** Collects violations of the content security policy from the first line of the page on. */
async function watchViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sourceFile, sample }) =>
      seen.push(`${location.hash} ${effectiveDirective} ${sourceFile} ${sample}`),
    );
  });
  await page.reload();
  return () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
}

test('every page works under a policy without inline styles, in light and dark, with dialogs, tooltips and formulas', async ({
  page,
  exportFiles,
}) => {
  const violations = await watchViolations(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const view of views) {
      await page.evaluate((hash) => (location.hash = `#/${hash}`), view);
      await expect(page.locator('main')).not.toBeEmpty();
      await page.waitForLoadState('networkidle');
      expect(await violations(), `${view}, ${colorScheme}`).toEqual([]);
    }
    await page.evaluate(() => (location.hash = '#/definitions'));
    await expect(page.locator('math').first()).toBeVisible();
    await page.keyboard.press('Control+k');
    await expect(page.getByPlaceholder(/Go to a page/)).toBeVisible();
    // The dialog's lock on scrolling is a style element that a script adds.
    expect(await page.evaluate(() => [...document.querySelectorAll('style')].every((style) => style.sheet !== null))).toBe(true);
    await page.keyboard.press('Escape');
  }
  await page.evaluate(() => (location.hash = '#/data?view=overview'));
  const chart = page.getByRole('img', { name: /Interactions per video/ }).first();
  await chart.hover();
  await expect(chart).toContainText(/count|videos|\d/);
  const picture = await exportFiles(async () => {
    await page
      .getByRole('button', { name: /Save the chart/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Picture (PNG)' }).click();
  }, 1);
  expect(Object.keys(picture)[0]).toMatch(/\.png$/);
  expect(await violations()).toEqual([]);
});

test('injected styles are blocked, and each response has its own nonce', async ({ page, host, pageErrors }) => {
  const violations = await watchViolations(page);
  const color = await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<p id="marked" style="color: rgb(1, 2, 3)">x</p><style>#marked { color: rgb(3, 2, 1) }</style>',
    );
    const style = document.createElement('style');
    style.textContent = '#marked { color: rgb(2, 2, 2) }';
    document.head.append(style);
    const found = getComputedStyle(document.getElementById('marked') as HTMLElement).color;
    document.getElementById('marked')?.remove();
    return found;
  });
  expect(color).not.toMatch(/rgb\((1, 2, 3|3, 2, 1|2, 2, 2)\)/);
  const stopped = async (): Promise<string[]> => [...new Set((await violations()).map((text) => text.split(' ')[1] ?? ''))].sort();
  await expect.poll(stopped).toEqual(['style-src-attr', 'style-src-elem']);
  expect(pageErrors.splice(0).every((text) => text.startsWith('Applying inline style violates'))).toBe(true);
  const nonce = (): Promise<string | undefined> =>
    page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce);
  const first = await nonce();
  expect(first).toMatch(/^[\w+/]{22}==$/);
  await page.reload();
  expect(await nonce(), host).not.toBe(first);
});
