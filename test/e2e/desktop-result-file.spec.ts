/** A `.ranklab` file that the system asks to open: at the start, by a second start, and by the Mac's event. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Desktop } from '../electron/desktop';
import { pictures } from './pictures';
import { ranklab, serve } from './serve';

const size = ['--users', '60', '--videos', '90', '--interactions', '900', '--factors', '8'];

/** Runs an experiment, exports its file, and removes the run, so that only the file has it. */
async function makeResult(workspace: string, file: string): Promise<string> {
  await ranklab(['pipeline', '--workspace', workspace, '--quiet', ...size]);
  const host = await serve(workspace);
  const { origin, hash } = new URL(host.url);
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}`, 'content-type': 'application/json' };
  const call = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const answer = await fetch(origin + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
  };
  const config = { variants: [{ name: 'Popular', weights: { popularity: 1 } }, { name: 'Fresh' }], metrics: ['ndcg@10'] };
  const { jobId } = await call('POST', '/experiments', { name: 'Handed on', config });
  let job: Record<string, unknown> = {};
  await expect.poll(async () => (job = await call('GET', `/jobs/${String(jobId)}`))['status']).toBe('succeeded');
  const { experimentId } = job['result'] as { experimentId: string };
  await writeFile(file, String((await call('GET', `/experiments/${experimentId}/file`))['content']));
  await call('DELETE', `/experiments/${experimentId}`);
  await host.stop();
  return experimentId;
}

const openFile = (desktop: Desktop, path: string): Promise<boolean> =>
  desktop.evaluate(({ app }, filePath) => app.emit('open-file', { preventDefault: () => undefined }, filePath), path);

test('a result file is shown in its workspace, reproduces, and opens at the start, on a second start and from the system', async ({
  launch,
  folder,
}, info) => {
  test.setTimeout(180_000);
  const workspace = join(folder, 'Films');
  const file = join(folder, 'handed on.ranklab');
  await makeResult(workspace, file);
  const desktop = await launch({ args: [workspace, file] });
  const page = await desktop.firstWindow();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('button', { name: 'Run again' })).toBeVisible();
  await expect(page.getByText('Opened “Handed on”.')).toBeVisible();
  await drawer.getByRole('button', { name: 'Run again' }).click();
  await expect(drawer.getByText('Reproduced: the second run gave identical numbers')).toBeVisible();
  await pictures(page, info, 'result-opened');

  for (const again of [async () => void (await (await launch({ args: [file] })).ended), () => openFile(desktop, file)]) {
    await page.keyboard.press('Escape');
    await expect(drawer).toHaveCount(0);
    await page.getByRole('navigation').getByText('Settings').click();
    await again();
    await expect(drawer.getByRole('button', { name: 'Run again' })).toBeVisible();
  }

  // In the smallest window the message is over the end of the drawer, whose content can be scrolled past it.
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 960, height: 640 });
  await openFile(desktop, file);
  const message = page.getByRole('alert').filter({ hasText: 'Opened “Handed on”.' }).last();
  await expect(message).toBeInViewport({ ratio: 1 });
  const room = (): Promise<number> =>
    page.locator('.mantine-Drawer-body').evaluate((body) => Number.parseFloat(getComputedStyle(body).paddingBottom));
  await expect.poll(room).toBeGreaterThanOrEqual((await message.boundingBox())?.height ?? Infinity);
  await page.screenshot({ path: info.outputPath('result-opened-message.png') });
});

test('a file that is no result is rejected with a clear message', async ({ launch, folder }) => {
  const file = join(folder, 'broken.ranklab');
  await writeFile(file, 'something else');
  const workspace = join(folder, 'Films');
  await ranklab(['pipeline', '--workspace', workspace, '--quiet', ...size]);
  const page = await (await launch({ args: [workspace, file] })).firstWindow();
  await expect(page.getByText('The result cannot be opened')).toBeVisible();
  await expect(page.getByText(/This is not a RankLab result/)).toBeVisible();
});
