/** Functions of the Lab besides sliders: user groups, bounded memory, marks, locks, notes, the palette. */
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { pictures } from './pictures';
import { flipsOf } from './story/flips';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '11'] });

const commandKey = process.platform === 'darwin' ? 'Meta' : 'Control';

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press(`${commandKey}+k`);
  const search = page.getByRole('textbox', { name: 'Search commands' });
  await expect(search).toBeFocused();
  await page.keyboard.type(name);
  await expect(page.locator('[data-action][data-selected]')).toContainText(name);
  await page.keyboard.press('Enter');
  await expect(search).toBeHidden();
}

test('metrics of a group of users are shown; the selection survives a reload', async ({ page }) => {
  test.setTimeout(180_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const group = page.getByRole('combobox', { name: 'Group of users' });
  const all = await lab.value('ndcg@10', 1).innerText();
  const choice = group.locator('optgroup[label=Activity] option').first();
  const size = Number(/\((\d+)\)$/.exec(await choice.innerText())?.[1]);
  expect(size).toBeGreaterThan(3);
  await group.selectOption({ label: await choice.innerText() });
  await lab.settled();
  await expect(lab.metrics).toContainText('Activity: 1 of 10');
  const counted = /n = (\d+) users?(?: · (\d+) excluded)?/.exec(await lab.metrics.innerText());
  expect(Number(counted?.[1]) + Number(counted?.[2] ?? 0)).toBe(size);
  expect(await lab.value('ndcg@10', 1).innerText()).not.toBe(all);

  await page.waitForTimeout(1_000); // autosave guarantees only changes older than this
  await page.reload();
  await lab.settled();
  await expect(lab.metrics).toContainText('Activity: 1 of 10');
  await command(page, 'Metrics of all users');
  await lab.settled();
  await expect.poll(() => lab.value('ndcg@10', 1).innerText(), patient).toBe(all);

  await test.step('the axis stays while a slider moves', async () => {
    const shown = () =>
      lab.metrics.evaluate((panel) => ({ exact: panel.dataset['exact'], axis: panel.querySelector('thead [class*=axis]')?.textContent }));
    const { axis } = await shown();
    // Pressed and read in the page: between two commands of the test a slow machine may rest, and the axis then follows.
    const moving = await lab.slider('Popularity').evaluate(async (thumb) => {
      const panel = document.querySelector<HTMLElement>('section[aria-label=Metrics]');
      const seen: { exact: string | undefined; axis: string | null | undefined }[] = [];
      for (let press = 0; press < 6; press++) {
        thumb.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', shiftKey: true, bubbles: true }));
        await new Promise(requestAnimationFrame);
        seen.push({ exact: panel?.dataset['exact'], axis: panel?.querySelector('thead [class*=axis]')?.textContent });
      }
      return seen;
    });
    expect(moving).toEqual(Array.from({ length: 6 }, () => ({ exact: 'false', axis })));
  });

  await test.step('a row says why it stands there, beside both lists', async () => {
    await lab.settled();
    const [title] = await lab.titles('B');
    await page.getByRole('region', { name: 'List of B' }).locator('li button').first().click();
    const why = page.getByRole('dialog', { name: `Why “${title}” stands where it stands` });
    await expect(why.getByRole('table').first()).toContainText('Score');
    await expect(page.getByRole('region', { name: 'List of A' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(why).toBeHidden();
  });

  await test.step('on a phone the sliders are a sheet, and every verdict keeps its interval inside the frame', async () => {
    const size = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(lab.slider('Freshness')).toBeHidden();
    await page.getByRole('button', { name: 'Sliders', exact: true }).click();
    await expect(lab.slider('Freshness')).toBeVisible();
    const marks = lab.metrics.getByRole('img', { name: /interval/ });
    await expect(marks).not.toHaveCount(0);
    for (const mark of await marks.all()) {
      const box = await mark.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 390 && box.width > 80).toBe(true);
    }
    const basis = await lab.basis('ndcg@10').boundingBox();
    expect(basis && basis.x >= 0 && basis.x + basis.width <= 390 && basis.height > 5).toBe(true);
    const document = await page.evaluate(() => [window.document.documentElement.scrollWidth, window.document.documentElement.scrollHeight]);
    expect(document).toEqual([390, 844]);
    await page.getByRole('button', { name: 'Close sliders' }).click();

    const bar = page.getByRole('navigation', { name: 'Pages' });
    const more = bar.getByRole('button', { name: 'More' });
    await expect(bar.getByRole('link', { name: 'Simulate' })).toBeHidden();
    await more.press('Enter');
    await expect(bar.getByRole('link', { name: 'Simulate' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(bar.getByRole('link', { name: 'Simulate' })).toBeHidden();
    await expect(more).toBeFocused();

    // A message has a row of its own between the page and the navigation.
    await command(page, 'Store the chosen variant');
    const message = page.getByRole('alert').filter({ hasText: 'Stored' });
    await expect(message).toBeVisible();
    const edges = async () => ({
      page: await page.getByRole('main').boundingBox(),
      message: await message.boundingBox(),
      bar: await bar.boundingBox(),
    });
    await expect
      .poll(async () => {
        const { page: above, message: own, bar: below } = await edges();
        return above && own && below && above.y + above.height <= own.y && own.y + own.height <= below.y;
      })
      .toBe(true);
    if (size) await page.setViewportSize(size);
  });
});

test('with little memory a sample of users is measured, with a note', async ({ page, host }, info) => {
  test.setTimeout(180_000);
  const lab = new Lab(page);
  const settings = await goTo(page, 'Settings');
  await settings.getByLabel('At most, in MB').fill('1');
  await settings.getByLabel('At most, in MB').blur();
  await goTo(page, 'Lab');
  await lab.settled();
  const match = /of a sample of (\d+) of (\d+)/.exec(await lab.metrics.innerText());
  expect(Number(match?.[1])).toBeLessThan(Number(match?.[2]));
  expect(Number(match?.[1])).toBeGreaterThan(5);
  await expect(page.getByRole('combobox', { name: 'Group of users' })).toContainText(`Sample: ${match?.[1]} of ${match?.[2]} users`);
  if (host === 'browser') await pictures(page, info, 'sampled');
  await goTo(page, 'Settings');
  await settings.getByLabel('At most, in MB').fill('');
  await settings.getByLabel('At most, in MB').blur();
  await goTo(page, 'Lab');
  await expect(lab.metrics).not.toContainText('of a sample', patient);
});

test('flips are reached by key and click; locked sliders keep their weight; notes are shown; the palette finds tabs and controls', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const slider = lab.slider('Freshness');

  await test.step('] moves past the next mark, and the overtaking video is ahead', async () => {
    const present = Number(await slider.inputValue());
    const next = (await flipsOf(lab, 'Freshness')).find(({ weight, position }) => weight > present && position < 10);
    expect(next).toBeDefined();
    await slider.focus();
    while (Number(await slider.inputValue()) < next!.weight) {
      const before = await slider.inputValue();
      await page.keyboard.press(']');
      await expect.poll(() => slider.inputValue()).not.toBe(before);
    }
    await expect(page.getByRole('tooltip')).toContainText('overtakes');
    await expect
      .poll(async () => (await lab.titles('B')).slice(next!.position - 1, next!.position + 1), patient)
      .toEqual([next!.winner, next!.loser]);
    await page.keyboard.press('[');
    await expect.poll(async () => Number(await slider.inputValue())).toBeLessThan(next!.weight);
    await lab.settled();
  });

  await test.step('a click on a mark moves just past it', async () => {
    const quality = lab.slider('Quality');
    const mark = quality.locator('xpath=..').locator('[data-flip]').last();
    await expect(mark).toBeAttached(patient);
    // The marks are redrawn with their list, so move the pointer to the current position of a mark until it is on it.
    await expect(async () => {
      await mark.hover({ position: { x: 0, y: 5 }, force: true, timeout: 2_000 });
      await expect(page.getByRole('tooltip')).toContainText('overtakes', { timeout: 1_000 });
    }).toPass(patient);
    const weight = Number(await mark.getAttribute('data-weight'));
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(async () => Number(await quality.inputValue())).toBeGreaterThan(weight);
    expect(Number(await quality.inputValue())).toBeLessThan(weight + 0.0003);
  });

  await test.step('a locked slider cannot be moved or reset', async () => {
    await lab.setWeight('Freshness', 0.33);
    await slider.locator('xpath=../..').hover();
    await page.getByRole('button', { name: 'Lock Freshness', exact: true }).click();
    await expect(slider).toBeDisabled();
    await command(page, 'Reset the weights of the chosen variant');
    await expect.poll(async () => Number(await lab.slider('Quality').inputValue())).toBe(0);
    expect(Number(await slider.inputValue())).toBe(0.33);
  });

  await test.step('notes are beside their settings', async () => {
    await page.getByRole('button', { name: 'Actions for variant B' }).click();
    await page.getByRole('menuitem', { name: 'Name and notes…' }).click();
    await page.getByLabel('Notes').fill('fresh first, since Monday');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('complementary').getByText('fresh first, since Monday')).toBeVisible();
  });

  await test.step('the palette', async () => {
    await command(page, 'Choose metrics');
    await expect(
      page
        .getByRole('textbox', { name: 'Add' })
        .or(page.getByRole('combobox', { name: 'Add' }))
        .first(),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await command(page, 'Model: Map');
    await expect(page.getByRole('button', { name: 'Save the map' })).toBeVisible(patient);
    await command(page, 'Save experiment');
    await expect(page.getByRole('dialog', { name: 'Save experiment' })).toBeVisible(patient);
  });
});
