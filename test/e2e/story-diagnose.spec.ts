/** The stages at which lists lose value, and the users for whom it changes: from the panel and from the palette, by keyboard. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';
import { pictures } from './pictures';
import { goTo, Lab, patient } from './story/lab';

test.use({ sample: ['--users', '160', '--videos', '300', '--interactions', '4000', '--factors', '8', '--seed', '11'] });

const numberIn = (text: string): number => Number(text.split('\n')[0]?.replace('−', '-'));

test('the diagnosis leads from a loss to its users and their lists', async ({ page, host, exportFiles }, info) => {
  test.setTimeout(180_000);
  const lab = new Lab(page);
  await goTo(page, 'Lab');
  await lab.settled();
  const panel = page.getByRole('region', { name: 'Diagnosis' });
  const opener = panel.getByRole('button', { name: 'Where it is lost' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(opener).toHaveAttribute('aria-expanded', 'true');
  const losses = panel.getByRole('region', { name: 'Losses as numbers' });
  await expect(losses.getByRole('row')).toHaveCount(3, patient);

  await test.step('achieved value and parts sum to the ideal; the achieved value equals the Lab’s', async () => {
    for (const place of [0, 1] as const) {
      const cells = await losses
        .getByRole('row')
        .nth(place + 1)
        .getByRole('cell')
        .allInnerTexts();
      const [, achieved, missing, ...parts] = cells.map(numberIn);
      expect(achieved).toBeCloseTo(Number(await lab.value('ndcg@10', place).innerText()), 4);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(missing ?? NaN, 3);
      expect((achieved ?? NaN) + (missing ?? NaN)).toBeCloseTo(1, 3);
    }
  });

  await test.step('the chart saves its numbers', async () => {
    const files = await exportFiles(async () => {
      await panel.getByRole('button', { name: 'Save the chart “Where ndcg@10 is lost”' }).click();
      await page.getByRole('menuitem', { name: 'Numbers (CSV)' }).click();
    }, 1);
    expect(Object.values(files)[0]).toContain('row,n,ndcg@10,retrieval,pool size,filters,ranking');
  });

  await test.step('a part lists its users; a user’s lists can be opened', async () => {
    const cell = losses.getByRole('button', { name: /^B · .*, pool size:/ });
    await cell.focus();
    await page.keyboard.press('Enter');
    const users = panel.getByRole('region', { name: /^Users by loss in pool size, B/ });
    const link = users.getByRole('button', { name: /^u/ }).first();
    await expect(link).toBeVisible(patient);
    const lostParts = await users.getByRole('row').evaluateAll((rows) => rows.slice(1).map((row) => Number(row.children[3]?.textContent)));
    expect(lostParts).toEqual([...lostParts].sort((a, b) => b - a));
    const id = await link.innerText();
    await link.click();
    await expect(page.getByRole('group', { name: 'Context of the lists' }).getByRole('combobox', { name: 'User' })).toHaveValue(
      new RegExp(id),
      patient,
    );
    await expect(link).toHaveAttribute('aria-current', 'true');
  });

  await test.step('rows can be groups of users', async () => {
    await panel.getByRole('combobox', { name: 'Rows' }).selectOption({ label: 'B by warmth' });
    await expect(losses.getByRole('rowheader', { name: 'warm', exact: true })).toBeVisible();
  });
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  if (host === 'browser') await pictures(page, info, 'blame');

  await test.step('movers, from the palette', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Who loses');
    await page.keyboard.press('Enter');
    const groups = panel.getByRole('table', { name: /^Groups of users by ndcg@10/ });
    const verdicts = async (): Promise<string[]> =>
      groups.getByRole('row').evaluateAll((rows) => rows.slice(1).map((row) => /better|worse|undecided/.exec(row.textContent)?.[0] ?? ''));
    await expect.poll(verdicts, patient).toContain('undecided');
    const order = (await verdicts()).map((verdict) => ['worse', 'undecided', 'better'].indexOf(verdict));
    expect(order.length).toBeGreaterThan(5);
    expect(order).toEqual([...order].sort());
    await expect(groups.getByRole('img', { name: /interval/ })).toHaveCount(order.length);
    await groups.getByRole('button', { name: 'warm users' }).click();
    await expect(panel.getByText('warm users', { exact: true })).toBeVisible(patient);
    await expect(panel.getByText(/^Of 1\d\d users? /)).toBeVisible(patient);
    await panel.getByRole('button', { name: 'All users' }).click();
    await expect(panel.getByText(/users? \d+ gain and \d+ lose ndcg@10/)).toBeVisible(patient);
    const lose = panel.getByRole('region', { name: /^\d+ users lose$/ });
    const first = lose.getByRole('row').nth(1);
    await expect(first).toContainText(/ranking|retrieval|pool size|filters/);
    const changes = await lose.getByRole('row').evaluateAll((rows) => rows.slice(1).map((row) => row.children[3]?.textContent ?? ''));
    expect(changes.every((text) => text.startsWith('−'))).toBe(true);
    const id = await first.getByRole('button').innerText();
    await first.getByRole('button').click();
    await expect(page.getByRole('group', { name: 'Context of the lists' }).getByRole('combobox', { name: 'User' })).toHaveValue(
      new RegExp(id),
      patient,
    );
    await panel.getByText('Videos', { exact: true }).click();
    await expect(panel.getByRole('region', { name: 'Videos that gain exposure', exact: true }).getByRole('row').nth(1)).toContainText('+');
  });
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  if (host === 'browser') await pictures(page, info, 'movers');
});
