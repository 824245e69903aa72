/** An analyst's workflow in the Lab on generated data, and undo back to the start. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { expect, test } from './app';
import { analystDay } from './story/analyst-day';
import { goTo, Lab, patient } from './story/lab';
import { readCsv } from './story/recompute';

test.use({ sample: ['--users', '200', '--videos', '400', '--interactions', '5000', '--factors', '12', '--seed', '7'] });

const MAX_PRESSES = 60;

test('tune → verdict → flip → why not → save → run again → export', async ({ page, workspace, exportFiles }) => {
  test.setTimeout(300_000);
  const events = async () =>
    readCsv(await readFile(join(workspace, 'exports/generated/interactions.csv'), 'utf8')).map((row) => ({
      user: row['user_id'],
      video: row['video_id'],
      time: Number(row['timestamp_ms']),
    }));
  await analystDay({ page, exportFiles, events });
});

test('undo reaches the start and redo the end; both survive a reload', async ({ page, workspace }) => {
  test.setTimeout(240_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const start = await lab.state();
  await lab.slider('Freshness').press('Shift+ArrowRight');
  await lab.slider('Popularity').press('ArrowRight');
  await lab.setWeight('Similarity', 0.15);
  await lab.rename('B', 'Mine');
  await page.getByRole('button', { name: 'Add a variant' }).click();
  await lab.setWeight('Popularity', 0.77);
  const end = await lab.state();
  expect(end).not.toEqual(start);

  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  const redo = page.getByRole('button', { name: 'Redo', exact: true });
  expect(await pressWhileEnabled(undo)).toBe(6);
  await expect.poll(() => lab.state(), patient).toEqual(start);
  expect(await pressWhileEnabled(redo)).toBe(6);
  await lab.choose('C');
  await expect.poll(() => lab.state(), patient).toEqual(end);

  await lab.setWeight('Freshness', 0.4321);
  const last = await lab.state();
  await expect.poll(() => readFile(join(workspace, 'state/lab.json'), 'utf8').catch(() => ''), patient).toContain('0.4321');
  await page.reload();
  await lab.settled();
  await expect.poll(() => lab.state(), patient).toEqual(last);
  expect(await pressWhileEnabled(undo)).toBe(7);
  await expect.poll(() => lab.state(), patient).toEqual(start);
});

/** Clicks until the button is disabled; returns the number of clicks. */
async function pressWhileEnabled(button: Locator): Promise<number> {
  let count = 0;
  for (; count < MAX_PRESSES && (await button.isEnabled()); count++) await button.click();
  return count;
}
