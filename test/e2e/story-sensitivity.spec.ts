/** The sensitivity map: cells appear as they are computed, the verdict's zone is outlined, and the chosen point sets the sliders. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';
import { pictures } from './pictures';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '11'] });

test('a sensitivity map of two weights; its point moves by keyboard and pointer', async ({ page, host, exportFiles }, info) => {
  test.setTimeout(180_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const shown = Number(await lab.value('ndcg@10', 1).innerText());
  const panel = page.getByRole('region', { name: 'Diagnosis' });
  await panel.getByRole('button', { name: 'Sensitivity map' }).click();
  await expect(panel.getByText(/of 1,681 cells \(outlined\)/)).toBeVisible(patient);
  await expect(panel.getByRole('status').filter({ hasText: 'Here' })).toContainText(`ndcg@10 ${shown.toFixed(4)}`);
  const point = panel.getByRole('button', { name: /^Current point: Similarity \.40, Factor score \.40/ });

  await test.step('the file has every cell, the current one with the Lab’s value', async () => {
    const files = await exportFiles(async () => {
      await panel.getByRole('button', { name: 'Save the chart “Map of ndcg@10”' }).click();
      await page.getByRole('menuitem', { name: 'Numbers (CSV)' }).click();
    }, 1);
    const rows = (Object.values(files)[0] ?? '').trim().split('\r\n');
    expect(rows).toHaveLength(1 + 41 * 41);
    const here = rows.map((row) => row.split(',')).find(([x, y]) => Number(x) === 0.4 && Number(y) === 0.4);
    expect(Number(here?.[2])).toBeCloseTo(shown, 4);
    expect(Number(here?.[7])).toBe(0);
  });

  await test.step('arrow keys move the point and the sliders with it', async () => {
    await point.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(async () => (await lab.weights())['Similarity']).toBeCloseTo(0.425, 6);
    expect((await lab.weights())['Factor score']).toBeCloseTo(0.525, 6);
    await expect(panel.getByRole('button', { name: 'Draw from here' })).toBeVisible();
  });

  await test.step('the map’s value of a cell equals the Lab’s measurement there', async () => {
    await lab.settled();
    const value = await lab.value('ndcg@10', 1).innerText();
    await expect(panel.getByRole('status').filter({ hasText: 'Here' })).toContainText(`ndcg@10 ${value}`);
  });

  await test.step('a note on the point stays there when the point moves on', async () => {
    await panel.getByRole('button', { name: /^Write a note on ndcg@10 of More popular in the sensitivity map/ }).click();
    await page.getByRole('textbox', { name: 'Text of the note' }).fill('a ridge');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await panel.getByRole('button', { name: /^Current point/ }).press('ArrowUp');
    await expect(panel.getByRole('button', { name: 'Note on the point Similarity 0.425, Factor score 0.525: a ridge' })).toBeVisible();
    await panel.getByRole('button', { name: /^Current point/ }).press('ArrowDown');
    await page.getByRole('button', { name: '1 note on numbers' }).click();
    await expect(page.getByRole('list', { name: 'Notes on numbers' })).toContainText(/0\.\d{4} when it was written/);
    await page.keyboard.press('Escape');
  });

  await test.step('the point is dragged', async () => {
    const moved = panel.getByRole('button', { name: /^Current point/ });
    await moved.scrollIntoViewIfNeeded();
    const box = await moved.boundingBox();
    if (!box) throw new Error('There is no point');
    await page.mouse.move(box.x + 9, box.y + 9);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 60, { steps: 6 });
    await page.mouse.up();
    await expect.poll(async () => (await lab.weights())['Similarity']).toBeGreaterThan(0.45);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await lab.weights())['Similarity']).toBeCloseTo(0.425, 6);
  });

  await test.step('another axis, and the churn of lists', async () => {
    await panel.getByText('Change of lists', { exact: true }).click();
    await panel.getByRole('combobox', { name: 'Across' }).selectOption({ label: 'MMR λ' });
    await expect(panel.getByText(/of 861 cells \(outlined\)/)).toBeVisible(patient);
  });
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  if (host === 'browser') await pictures(page, info, 'sensitivity');
});
