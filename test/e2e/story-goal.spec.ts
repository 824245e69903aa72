/** Goal seek in the Lab: a list is rearranged, the weights that give it are found with what they do to all, and are used. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { expect, test } from './app';
import { pictures } from './pictures';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '120', '--videos', '200', '--interactions', '3000', '--factors', '8', '--seed', '11'] });

/** Titles of an ordered list, top first. */
const titlesOf = async (dialog: Locator): Promise<string[]> =>
  dialog
    .getByRole('button', { name: /^Move “.*” up$/ })
    .evaluateAll((buttons) => buttons.map((button) => /“(.*)”/.exec(button.getAttribute('aria-label') ?? '')?.[1] ?? ''));

test('a list is rearranged, and the weights that give it are used', async ({ page }, info) => {
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const weightsBefore = await lab.weights();
  await page.getByRole('button', { name: 'Rearrange the list of B' }).click();
  const dialog = page.getByRole('dialog');
  const answer = dialog.getByRole('status');
  await expect(dialog.getByRole('button', { name: 'Find weights' })).toBeDisabled();
  const before = await titlesOf(dialog);

  let moved = '';
  await test.step('a video moves up by its arrow, also by keyboard; the first move that weights can give is found', async () => {
    for (let place = 1; place < 8 && moved === ''; place++) {
      const title = before[place] ?? '';
      if (before.filter((other) => other === title).length > 1) continue; // two videos of one title
      const up = dialog.getByRole('button', { name: `Move “${title}” up` });
      await up.focus();
      await page.keyboard.press('Enter');
      expect((await titlesOf(dialog))[place - 1]).toBe(title);
      await dialog.getByRole('button', { name: 'Find weights' }).click();
      await expect(answer).toContainText(/smallest change of weights|No weights give this order|Each move is possible/, patient);
      if ((await answer.innerText()).includes('smallest change')) moved = title;
      else {
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Rearrange the list of B' }).click();
      }
    }
    expect(moved).not.toBe('');
  });

  await test.step('the answer shows what the change does to all test users', async () => {
    const table = dialog.getByRole('region', { name: 'All test users before and after' });
    await expect(table.getByRole('rowheader', { name: 'ndcg@10' })).toBeVisible();
    expect((await new AxeBuilder({ page }).include('[role=dialog]').setLegacyMode(true).analyze()).violations).toEqual([]);
    await pictures(page, info, 'goal');
  });

  await test.step('used weights put the video where it was moved', async () => {
    await dialog.getByRole('button', { name: 'Use these weights' }).click();
    await expect(dialog).toBeHidden();
    await lab.settled();
    await page.getByRole('button', { name: 'Rearrange the list of B' }).click();
    await expect.poll(() => titlesOf(page.getByRole('dialog')), patient).toContain(moved);
    expect((await titlesOf(page.getByRole('dialog'))).indexOf(moved)).toBe(before.indexOf(moved) - 1);
    await page.keyboard.press('Escape');
    await lab.choose('B');
    expect(await lab.weights()).not.toEqual(weightsBefore);
  });
});
