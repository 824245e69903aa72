/** A saved run measured again at fixed times: scheduled in words, run now, its history as a chart, paused, removed. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';
import { pictures } from './pictures';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '300', '--videos', '200', '--interactions', '6000', '--factors', '8', '--seed', '5'] });

test('a run is scheduled, repeated, shown over time, paused and removed', async ({ page }, info) => {
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  await page.getByRole('button', { name: 'Save experiment' }).click();
  const form = page.getByRole('dialog', { name: 'Save experiment' });
  await form.getByLabel('Name').fill('Nightly check');
  await form.getByRole('button', { name: 'Run and save' }).click();
  await expect(page.getByText('Saved “Nightly check”')).toBeVisible(patient);

  const experiments = await goTo(page, 'Experiments');
  await experiments.getByRole('tab', { name: 'Schedules' }).click();
  await expect(experiments.getByText('Nothing is scheduled')).toBeVisible(patient);
  await pictures(page, info, 'none');
  await experiments.getByRole('button', { name: 'Go to the runs' }).click();
  await experiments.getByRole('button', { name: 'Nightly check' }).click();
  await page.getByRole('dialog', { name: 'Nightly check' }).getByRole('button', { name: 'Schedule', exact: true }).click();

  const dialog = page.getByRole('dialog', { name: 'Schedule “Nightly check”' });
  await test.step('times are presets or an expression, which is validated while typing', async () => {
    await expect(dialog.getByLabel('Name')).toHaveValue('nightly-check');
    await expect(dialog.getByRole('status')).toContainText('Next (UTC): ', patient);
    await dialog.getByLabel('Cron expression').fill('0 25 * * *');
    await expect(dialog.getByText('The cron expression “0 25 * * *” cannot be read')).toBeVisible(patient);
    await pictures(page, info, 'wrong-times');
    await dialog.getByRole('combobox', { name: 'Times' }).click();
    await page.getByRole('option', { name: 'Every Monday at 6:00' }).click();
    await expect(dialog.getByLabel('Cron expression')).toHaveValue('0 6 * * 1');
    await expect(dialog.getByRole('status')).toContainText('Next (UTC): ', patient);
    await dialog.getByRole('button', { name: 'Schedule' }).click();
  });

  const schedule = experiments.getByRole('region', { name: 'nightly-check' });
  await test.step('it is measured at once, and reports unchanged data', async () => {
    await expect(schedule).toContainText('The chart begins with the first measurement', patient);
    await schedule.getByRole('button', { name: 'Run nightly-check now' }).click();
    await expect(schedule.getByRole('img', { name: /over time/ })).toBeVisible(patient);
    await expect(schedule).toContainText(/1 run · last .*: measured/, patient);
    await schedule.getByRole('button', { name: 'Run nightly-check now' }).click();
    await expect(schedule).toContainText(/2 runs · last .*: nothing had changed/, patient);
    await schedule.getByText('Differences').click();
    await expect(schedule).toContainText('corrected as in the run');
    expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
    await pictures(page, info, 'history');
  });

  await test.step('it is paused, survives a reload, and is removed', async () => {
    await schedule.getByRole('button', { name: 'Pause nightly-check' }).click();
    await expect(schedule).toContainText('Paused', patient);
    await page.reload();
    await expect(schedule).toContainText('Paused', patient);
    await schedule.getByRole('button', { name: 'Remove nightly-check' }).click();
    await page.getByRole('button', { name: 'Remove for good' }).click();
    await expect(experiments.getByText('Nothing is scheduled')).toBeVisible(patient);
  });
});
