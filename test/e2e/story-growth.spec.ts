/** A catalogue that changes while serving: edit, remove, undo; later data compared and built in; the cost of embeddings. */
import { expect, test } from './app';
import { goTo, patient } from './story/lab';

test.use({ sample: ['--users', '120', '--videos', '200', '--interactions', '2400', '--factors', '8', '--seed', '3'] });

test('a video is edited and removed, and both changes are undone', async ({ page }) => {
  test.setTimeout(180_000);
  const data = await goTo(page, 'Data');
  await data.getByRole('tab', { name: 'Videos' }).click();
  const row = data.getByRole('row').filter({ hasText: 'v001' });
  await expect(row).toBeVisible(patient);
  const title = await row.getByRole('cell').first().innerText();
  const drawer = page.getByRole('dialog', { name: title });
  const open = async (name: string): Promise<void> => {
    await data.getByRole('row').filter({ hasText: 'v001' }).getByRole('button').click();
    await expect(page.getByRole('dialog', { name })).toBeVisible(patient);
  };

  await test.step('cancelling the form keeps the drawer open', async () => {
    await open(title);
    await drawer.getByRole('button', { name: 'Edit', exact: true }).click();
    const form = page.getByRole('dialog', { name: 'Edit v001' });
    await expect(form.getByLabel('Title')).toHaveValue(title);
    await page.keyboard.press('Escape');
    await expect(form).toBeHidden();
    await expect(drawer).toBeVisible();
  });

  await test.step('an edit, and Undo', async () => {
    await drawer.getByRole('button', { name: 'Edit', exact: true }).click();
    const form = page.getByRole('dialog', { name: 'Edit v001' });
    await form.getByLabel('Title').fill('Sourdough for beginners');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('dialog', { name: 'Sourdough for beginners' })).toBeVisible(patient);
    await page.getByRole('alert').filter({ hasText: 'Changed' }).getByRole('button', { name: 'Undo' }).click();
    await expect(drawer).toBeVisible(patient);
  });

  await test.step('a removal, and Undo', async () => {
    await drawer.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0, patient);
    await expect(page.getByRole('banner')).toContainText('199 videos', patient);
    await expect(row).toBeHidden();
    await page.getByRole('alert').filter({ hasText: 'Removed' }).getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('banner')).toContainText('200 videos', patient);
    await expect(page.getByRole('banner')).toContainText('2,400 interactions');
    await expect(row).toBeVisible(patient);
  });
});

test('new data is compared with a full rebuild and included by a refresh', async ({ page }) => {
  test.setTimeout(180_000);
  const data = await goTo(page, 'Data');
  await data.getByRole('tab', { name: 'Videos' }).click();
  await data.getByRole('button', { name: 'Add a video' }).click();
  const form = page.getByRole('dialog', { name: 'Add a video' });
  await form.getByLabel('Title').fill('Sourdough bread');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0, patient);
  await expect(page.getByRole('banner')).toContainText('201 videos', patient);

  const model = await goTo(page, 'Model');
  await model.getByRole('tab', { name: 'Growth' }).click();
  await expect(model.getByText('Not compared yet')).toBeVisible(patient);
  const newVideos = model.getByRole('row').filter({ hasText: 'New videos' }).getByRole('cell').first();
  await model.getByRole('button', { name: 'Compare with a full rebuild' }).click();
  await expect(newVideos).toHaveText('1', patient);
  await model.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByText('Factors and index are refreshed')).toBeVisible(patient);
  await model.getByRole('button', { name: 'Compare with a full rebuild' }).click();
  await expect(newVideos).toHaveText('0', patient);
  await expect(model.getByRole('row').filter({ hasText: 'All other users' }).getByRole('cell').nth(3)).toHaveText('1.000');
});

test('embeddings show their cost before anything is sent, and how they read a text', async ({ page }) => {
  test.setTimeout(180_000);
  const model = await goTo(page, 'Model');
  await expect(model.getByRole('button', { name: 'Build again' })).toBeVisible(patient);
  await model.getByLabel('How does the model read this text?').fill('bread');
  await model.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(model.getByRole('table').filter({ hasText: 'Stands in for' }).getByRole('row')).not.toHaveCount(1, patient);

  await expect(model.getByRole('status', { name: 'Cost of the embeddings' })).toBeHidden();
  await model.locator('summary').filter({ hasText: 'Embeddings' }).click();
  await model.getByRole('combobox', { name: 'Embeddings' }).click();
  await page.getByRole('option', { name: /OpenAI/ }).click();
  const cost = model.getByRole('status', { name: 'Cost of the embeddings' });
  await expect(cost).toContainText(/200 texts to send, about [\d,]+ tokens, about \$0\.000\d\./, patient);
  await model.getByLabel('Base url').fill('http://127.0.0.1:9/v1');
  await expect(cost).toContainText('the price of this model is unknown', patient);
});
