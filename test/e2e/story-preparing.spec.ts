/** Long preparation of the Lab's numbers: shown while it runs, cancelled, and restarted. */
import type { Locator } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';
import { pictures } from './pictures';
import { goTo, Lab, patient } from './story/lab';

test.use({
  sample: ['--users', '30000', '--videos', '4000', '--interactions', '600000', '--factors', '16', '--seed', '3'],
  pace: true,
});

const percent = async (place: Locator): Promise<number> => Number(/(\d+)%/.exec(await place.innerText())?.[1]);

/** Without what differs from the variant before, which is written below it. */
const nameAlone = (text: string): string => text.split('\n')[0] ?? '';

test('preparing many users shows progress and rate, can be cancelled, and restarts on request', async ({ page, slowed }, info) => {
  test.setTimeout(420_000);
  const lab = new Lab(page);
  const bar = lab.metrics.getByRole('progressbar', { name: /^Live metrics of [\d,]+ test users$/ });
  const cancel = lab.metrics.getByRole('button', { name: 'Cancel' });

  let before: Awaited<ReturnType<Lab['state']>>;
  await test.step('the memory is stated, and progress is shown', () =>
    slowed(async () => {
      await goTo(page, 'Lab');
      await expect(bar).toBeVisible(patient);
      await expect(lab.metrics).toContainText(/Preparing candidates and signals of all [\d,]+ test users: up to [\d.]+ [MG]B/);
      const first = await percent(lab.metrics);
      await expect.poll(() => percent(lab.metrics), patient).toBeGreaterThan(Math.max(first, 5));
      await expect(lab.metrics).toContainText(/[\d,]+ users\/s · [\d.]+ (m?s|min \d+ s) left/);
      await expect(lab.metrics.getByRole('status').filter({ hasText: /^Preparing \w+: \d+%$/ })).toBeAttached();
      before = await lab.state();
      await pictures(page, info, 'preparing');
      await cancel.click();
    }));

  await test.step('after Cancel nothing is measured and the variants are unchanged', async () => {
    await expect(lab.metrics.getByRole('status').filter({ hasText: 'No test users prepared yet' })).toBeVisible(patient);
    await expect(lab.metrics.getByRole('table')).toHaveCount(0);
    await lab.setWeight('Freshness', 0.8);
    await expect(lab.metrics.getByRole('button', { name: 'Prepare' })).toBeVisible();
    await expect(bar).toHaveCount(0);
    const after = await lab.state();
    expect(after.weights).toEqual({ ...before.weights, Freshness: 0.8 });
    expect(after.names.map(nameAlone)).toEqual(before.names.map(nameAlone));
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
    await pictures(page, info, 'cancelled');
  });

  await test.step('preparation runs on request, also while another page is open', async () => {
    await slowed(async () => {
      await lab.metrics.getByRole('button', { name: 'Prepare' }).press('Enter');
      await expect(bar).toBeVisible(patient);
      await goTo(page, 'Home');
      await goTo(page, 'Lab');
    });
    await lab.settled();
    await expect(lab.row('ndcg@10')).toBeVisible();
    await expect(lab.metrics.getByRole('button', { name: 'Prepare' })).toHaveCount(0);
  });

  await test.step('while new candidates are prepared, the old numbers are marked as such', async () => {
    const before = await lab.value('ndcg@10', 1).innerText();
    await slowed(async () => {
      await page.getByRole('button', { name: 'Change candidates' }).click();
      await page.getByRole('textbox', { name: 'Pool size' }).fill('150');
      await page.keyboard.press('Escape');
      await expect(bar).toBeVisible(patient);
      await expect(lab.metrics.locator('tbody')).toHaveCSS('opacity', '0.55');
      await pictures(page, info, 'preparing-anew');
      await cancel.click();
    });
    await expect(lab.metrics.getByRole('status').filter({ hasText: 'Not prepared for these settings' })).toBeVisible(patient);
    await expect(lab.metrics).toContainText('The numbers below belong to the previous settings.', patient);
    await expect(lab.metrics).toHaveAttribute('data-exact', 'false');
    await pictures(page, info, 'cancelled-anew');
    // Back to a prepared state: shown immediately, although no long preparation may start.
    await page.getByRole('button', { name: 'Undo' }).click();
    await lab.settled();
    await expect(lab.value('ndcg@10', 1)).toHaveText(before);
    await expect(lab.metrics.getByRole('button', { name: 'Prepare' })).toHaveCount(0);
    await expect(bar).toHaveCount(0);
  });

  await test.step('the lens shows its preparation with Cancel, and reports the lead over both rivals', async () => {
    await page.getByRole('button', { name: 'Add a variant' }).click();
    await page.getByRole('button', { name: 'Change candidates' }).click();
    await page.getByRole('textbox', { name: 'Pool size' }).fill('140');
    await page.keyboard.press('Escape');
    // After Cancel no preparation restarts by itself, but opening the lens requests all variants.
    await expect(lab.metrics.getByRole('button', { name: 'Prepare' })).toBeVisible(patient);
    const dialog = page.getByRole('dialog', { name: 'Definitions of ndcg@10' });
    const measuring = dialog.getByRole('progressbar', { name: /^Definitions of ndcg@10 for [\d,]+ test users$/ });
    await slowed(async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('Definitions of ndcg@10');
      await page.keyboard.press('Enter');
      await expect(measuring).toBeVisible(patient);
      await expect.poll(() => percent(dialog), patient).toBeGreaterThan(5);
      await pictures(page, info, 'lens-preparing');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    });
    await expect(dialog.getByRole('status')).toContainText('their preparation was cancelled', patient);
    const axe = new AxeBuilder({ page }).setLegacyMode(true).include('[role=dialog]');
    expect((await axe.analyze()).violations).toEqual([]);
    await pictures(page, info, 'lens-cancelled');
    await slowed(async () => {
      await dialog.getByRole('button', { name: 'Measure' }).click();
      await expect(measuring).toBeVisible(patient);
    });
    await expect(dialog.getByRole('status').filter({ hasText: /^The winner/ })).toContainText(/ decided under /, patient);
    const table = dialog.getByRole('region', { name: 'Definitions and their values' });
    await expect(table.getByText(/^Smallest margin, against [AB]: .*, p\s/).first()).toBeVisible();
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await pictures(page, info, 'lens-of-three');
  });

  await test.step('an export is cancelled on its page, which is as it was', async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    const data = await goTo(page, 'Data');
    await data.getByRole('tab', { name: 'Export' }).click();
    const start = data.getByRole('button', { name: 'Export files' });
    await slowed(async () => {
      await start.click();
      await data.getByRole('button', { name: 'Cancel' }).click();
    });
    await expect(start).toBeEnabled(patient);
    await expect(data.getByRole('alert')).toHaveCount(0);
    await expect(data.getByRole('region', { name: 'Exported' })).toHaveCount(0);
  });
});
