/** Notes on numbers from the Lab to a saved run, and the settings of saved runs as parallel coordinates. */
import { expect, test } from './app';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '120', '--videos', '200', '--interactions', '3000', '--factors', '8', '--seed', '9'] });

test('a note on a number is kept through undo, reload and saving; a run’s notes are changed, deleted and brought back', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const lab = new Lab(page);
  const write = async (text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Text of the note' }).fill(text);
    await page.getByRole('button', { name: 'Keep the note' }).click();
  };
  await goTo(page, 'Lab');
  await lab.settled();

  await test.step('in the Lab: on a difference and on a place of a list', async () => {
    await lab
      .row('ndcg@10')
      .getByRole('button', { name: /^Write a note on ndcg@10, More popular − Balanced$/ })
      .press('Enter');
    await write('too good: is there a leak?');
    const mark = lab.row('ndcg@10').getByRole('button', { name: 'Note on ndcg@10, More popular − Balanced: too good: is there a leak?' });
    await expect(mark).toBeFocused();
    await mark.hover();
    await expect(page.getByRole('tooltip').filter({ hasText: 'is there a leak?' })).toBeVisible();
    // A note changes no number.
    await expect(lab.metrics).toHaveAttribute('data-exact', 'true');
    await page.getByRole('region', { name: 'List of B' }).locator('li button').first().click();
    await page.getByRole('button', { name: 'Note on this place in B' }).click();
    await write('an odd first');
    await expect(page.getByRole('region', { name: 'List of B' }).locator('li').first()).toContainText('Note: an odd first');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(page.getByRole('region', { name: 'List of B' })).not.toContainText('an odd first');
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await expect(page.getByRole('button', { name: '2 notes on numbers' })).toBeVisible();
  });

  await test.step('after a reload they are there, and go with the saved run', async () => {
    await page.waitForTimeout(1_000); // The Lab is saved half a second after a change.
    await page.reload();
    await lab.settled();
    await expect(page.getByRole('button', { name: '2 notes on numbers' })).toBeVisible();
    for (const freshness of [0.3, 0.6]) {
      await lab.setWeight('Freshness', freshness);
      await lab.settled();
      await page.getByRole('button', { name: 'Save experiment', exact: true }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill(`freshness ${freshness}`);
      await page.getByRole('button', { name: 'Run and save' }).click();
      await expect(page.getByText(`Saved “freshness ${freshness}”`)).toBeVisible(patient);
    }
  });

  const main = await goTo(page, 'Experiments');
  await test.step('in the run: changed, deleted, brought back', async () => {
    await main.getByRole('button', { name: 'freshness 0.3', exact: true }).click();
    const drawer = page.getByRole('dialog', { name: 'freshness 0.3' });
    const list = drawer.getByRole('list', { name: 'Notes on numbers' });
    await expect(list.getByRole('listitem')).toHaveCount(2);
    await expect(list).toContainText('an odd first');
    const edit = drawer.getByRole('button', { name: /^Edit the note on ndcg@10/ });
    const text = page.getByRole('textbox', { name: 'Text of the note' });
    await edit.click();
    await text.fill('no leak');
    // Escape closes the note alone, and a click beside it nothing: what is typed is there again.
    await page.mouse.click(5, 5);
    await text.press('Escape');
    await expect(text).toBeHidden();
    await expect(drawer).toBeVisible();
    await edit.click();
    await expect(text).toHaveValue('no leak');
    await write('no leak: checked');
    await expect(drawer.getByRole('button', { name: /^Note on ndcg@10, More popular − Balanced: no leak/ })).toBeVisible();
    await drawer.getByRole('button', { name: /^Delete the note on ndcg@10/ }).click();
    await expect(list.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('alert').filter({ hasText: 'Deleted the note' }).getByRole('button', { name: 'Undo' }).click();
    await expect(list).toContainText('no leak: checked');
    // What an analyst reads, not how the engine says it.
    await expect(drawer.getByRole('table', { name: 'Settings that differ' })).toContainText('Freshness');
    await page.keyboard.press('Escape');
    await expect(drawer).toBeHidden();
  });

  await test.step('ranges of the axes pick runs out, by keyboard and by mouse', async () => {
    const parallel = main.getByRole('region', { name: 'Runs in parallel' });
    await expect(parallel.getByRole('status')).toContainText('Drag along an axis');
    const lowest = parallel.getByRole('slider', { name: 'Lowest Freshness' });
    await lowest.press('PageUp');
    await expect(lowest).toHaveAttribute('aria-valuetext', '0.33');
    await expect(parallel.getByRole('status')).toHaveText('1 of 2 runs within the ranges');
    await parallel.getByRole('button', { name: 'Tick these runs' }).click();
    await expect(main.getByRole('checkbox', { name: 'Compare freshness 0.6' })).toBeChecked();
    await expect(parallel.getByText('freshness 0.6')).toBeVisible();
    await lowest.press('Escape');
    await expect(parallel.getByRole('status')).toContainText('Drag along an axis');
    const box = await parallel.getByRole('slider', { name: 'Lowest Freshness' }).boundingBox();
    const top = await parallel.getByRole('slider', { name: 'Highest Freshness' }).boundingBox();
    if (!box || !top) throw new Error('The axis has no ends');
    await page.mouse.move(box.x + 8, (box.y + top.y) / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 8, box.y - 4, { steps: 4 });
    await page.mouse.move(box.x + 8, box.y + 20, { steps: 2 });
    await page.mouse.up();
    await expect(parallel.getByRole('status')).toHaveText('1 of 2 runs within the ranges');
  });

  await test.step('the point of a run has its note, too', async () => {
    await main.getByRole('button', { name: 'Notes on points' }).click();
    await page.getByRole('menuitem', { name: /freshness 0.6/ }).click();
    await write('after the update');
    await main.getByRole('button', { name: 'Notes on points' }).click();
    await expect(page.getByRole('menuitem', { name: /freshness 0.6 · after the update/ })).toBeVisible();
  });
});
