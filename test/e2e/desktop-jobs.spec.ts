/** A running job shows on the task bar, and quitting while it runs asks once. */
import { expect, test, type Desktop } from '../electron/desktop';

/** Answers the quit dialog with the given button from now on, and counts how often it is shown. */
const answerWith = (desktop: Desktop, response: number): Promise<void> =>
  desktop.evaluate(({ dialog }, button) => {
    Object.assign(globalThis, { questions: [] as string[] });
    dialog.showMessageBox = (...args: unknown[]) => {
      const { message } = args.at(-1) as { message: string };
      (globalThis as unknown as { questions: string[] }).questions.push(message);
      return Promise.resolve({ response: button, checkboxChecked: false });
    };
  }, response);
const questions = (desktop: Desktop): Promise<string[]> =>
  desktop.evaluate(() => (globalThis as unknown as { questions: string[] }).questions);

test('progress is shown on the task bar and removed at the end', async ({ desktop, window }) => {
  test.setTimeout(120_000);
  await desktop.evaluate(({ BrowserWindow }) => {
    const seen: number[] = [];
    Object.assign(globalThis, { seen });
    BrowserWindow.prototype.setProgressBar = (fraction: number) => void seen.push(fraction);
  });
  const seen = (): Promise<number[]> => desktop.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
  await window.getByRole('button', { name: /Try the sample/ }).click();
  await expect.poll(async () => (await seen()).filter((fraction) => fraction >= 0).length, { timeout: 60_000 }).toBeGreaterThan(0);
  await expect(window.getByRole('main', { name: 'Lab' })).toBeVisible({ timeout: 90_000 });
  await expect.poll(async () => (await seen()).at(-1), { timeout: 60_000 }).toBe(-1);
  expect((await seen()).every((fraction) => fraction === -1 || (fraction >= 0 && fraction <= 1))).toBe(true);
});

test('quitting during a job asks once; the job continues after “no”', async ({ desktop, window }) => {
  await answerWith(desktop, 0);
  await window.getByRole('button', { name: /Try the sample/ }).click();
  await expect(window.getByRole('progressbar').first()).toBeVisible();
  await desktop.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0].close());
  await expect.poll(() => questions(desktop)).toEqual([expect.stringMatching(/still running/)]);
  expect((await desktop.windows()).length).toBe(1);
  // Three simultaneous quit requests show one dialog. Further ones would have appeared before the next quit's.
  await answerWith(desktop, 0);
  await desktop.evaluate(({ app }) => {
    for (let time = 0; time < 3; time++) app.quit();
  });
  await expect.poll(async () => (await questions(desktop)).length).toBeGreaterThan(0);
  await desktop.evaluate(({ app }) => app.quit());
  await expect.poll(async () => (await questions(desktop)).length).toBeGreaterThan(1);
  expect(await questions(desktop)).toHaveLength(2);
  await answerWith(desktop, 1);
  await desktop.evaluate(({ app }) => app.quit());
  await desktop.ended;
});

test('quitting without a job asks nothing', async ({ desktop, window }) => {
  await expect(window.getByText('Try the sample')).toBeVisible();
  await answerWith(desktop, 0);
  await desktop.quit();
});

if (process.platform !== 'win32')
  test('the end of a long job shows a notification while the window is unfocused', async ({ desktop, window }) => {
    test.setTimeout(120_000);
    await desktop.evaluate(({ BrowserWindow, Notification }) => {
      const notifications: string[] = [];
      const seen: number[] = [];
      Object.assign(globalThis, { notifications, seen });
      BrowserWindow.prototype.isFocused = () => false;
      BrowserWindow.prototype.setProgressBar = (fraction: number) => void seen.push(fraction);
      Notification.isSupported = () => true;
      Notification.prototype.show = function (this: { title: string }) {
        notifications.push(this.title);
      };
    });
    const list = (name: 'notifications' | 'seen'): Promise<unknown[]> =>
      desktop.evaluate((_electron, wanted) => (globalThis as unknown as Record<string, unknown[]>)[wanted], name);
    await window.getByRole('button', { name: /Try the sample/ }).click();
    await expect.poll(async () => (await list('seen')).length).toBeGreaterThan(0);
    // Suspending the service lengthens a short job.
    const pid = await desktop.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'RankLab service')?.pid ?? 0);
    process.kill(pid, 'SIGSTOP');
    const asleepAt = Date.now();
    await expect.poll(() => Date.now() - asleepAt).toBeGreaterThan(10_500);
    process.kill(pid, 'SIGCONT');
    await expect.poll(() => list('notifications'), { timeout: 60_000 }).toEqual([expect.stringMatching(/: done$/)]);
  });
