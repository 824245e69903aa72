/** Every function by keyboard, and no axe violations. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app';
import { Lab, patient } from './story/lab';

test.use({ sample: ['--users', '150', '--videos', '250', '--interactions', '3000', '--factors', '8', '--seed', '5'] });

const commandKey = process.platform === 'darwin' ? 'Meta' : 'Control';

/** Runs a command by its name in the palette. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press(`${commandKey}+k`);
  const search = page.getByRole('textbox', { name: 'Search commands' });
  await expect(search).toBeFocused();
  await page.keyboard.type(name);
  const chosen = page.locator('[data-action][data-selected]');
  await expect(chosen).toContainText(name, { ignoreCase: true });
  // A command's second line describes it.
  const title = async (): Promise<string | undefined> => (await chosen.innerText()).split('\n')[0]?.trim();
  for (let presses = 0; presses < 10 && (await title()) !== name; presses++) await page.keyboard.press('ArrowDown');
  await expect.poll(title).toBe(name);
  await page.keyboard.press('Enter');
  await expect(search).toBeHidden();
}

/** Visits every page from the navigation. */
async function pageNames(page: Page): Promise<string[]> {
  const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
  await expect(links.first()).toBeVisible(patient);
  const names = (await links.allInnerTexts()).map((text) => text.trim());
  expect(names).toEqual(expect.arrayContaining(['Home', 'Data', 'Model', 'Lab', 'Experiments', 'Settings']));
  return names;
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('120 presses of Tab did not reach it');
}

/** Waits until the page has loaded completely. */
async function shown(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('main', { name, exact: true })).toBeVisible(patient);
  await expect(page.getByRole('main').locator('[aria-busy=true]')).toHaveCount(0, patient);
  if (name === 'Lab') await new Lab(page).settled();
}

test('pages, sliders, undo and variants work by keyboard alone', async ({ page }) => {
  test.setTimeout(240_000);
  const pages = await pageNames(page);
  for (const name of pages) {
    await command(page, name);
    await shown(page, name);
  }
  for (const [index, name] of pages.entries()) {
    await page.keyboard.press(`Alt+${(index + 1) % 10}`);
    await shown(page, name);
  }

  await page.keyboard.press(`Alt+${pages.indexOf('Lab') + 1}`);
  const lab = new Lab(page);
  await lab.settled();
  const slider = lab.slider('Freshness');
  await tabTo(page, slider);
  const before = await lab.value('novelty@10', 1).innerText();
  const start = Number(await slider.inputValue());
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => Number(await slider.inputValue())).toBeCloseTo(start + 0.01, 9);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => Number(await slider.inputValue())).toBeCloseTo(start + 0.11, 9);
  await page.keyboard.press('End');
  await expect.poll(async () => Number(await slider.inputValue())).toBe(1);
  await page.keyboard.press('Home');
  await expect.poll(async () => Number(await slider.inputValue())).toBe(0);
  await page.keyboard.press('End');
  await expect.poll(() => lab.value('novelty@10', 1).innerText(), patient).not.toBe(before);

  for (let presses = 0; presses < 10 && Number(await slider.inputValue()) !== start; presses++)
    await page.keyboard.press(`${commandKey}+z`);
  await expect.poll(async () => Number(await slider.inputValue())).toBeCloseTo(start, 9);
  await expect.poll(() => lab.value('novelty@10', 1).innerText(), patient).toBe(before);

  await command(page, 'Add a variant');
  await expect(page.getByRole('button', { name: 'Actions for variant C' })).toBeVisible();
  await command(page, 'Undo');
  await expect(page.getByRole('button', { name: 'Actions for variant C' })).toBeHidden();
});

for (const theme of ['light', 'dark'])
  test(`axe reports no violation on any page, ${theme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await command(page, `${theme === 'light' ? 'Light' : 'Dark'} theme`);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    for (const name of await pageNames(page)) {
      await command(page, name);
      await shown(page, name);
      // There are no frames, so axe needs no extra page to test them.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const found = violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
      expect(found).toEqual([]);
    }
  });
