import { expect, test } from './app';

test('the API documentation works under the strict policy, offline, and calls the API', async ({ page }) => {
  const { origin } = new URL(page.url());
  const foreign: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:')) foreign.push(url);
  });
  await page.goto(`${origin}/docs`);
  await expect(page.getByRole('heading', { name: /RankLab/ })).toBeVisible();
  // The interface has kept the token for this tab, and the documentation uses it.
  const operation = page.locator('.opblock').filter({ hasText: 'Version, workspace and state of the service' });
  await operation.locator('button.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = operation.locator('.live-responses-table');
  await expect(answer).toContainText('"engine": "RankLab"');
  await expect(answer.locator('.response-col_status').last()).toContainText('200');
  expect(foreign).toEqual([]);
});
