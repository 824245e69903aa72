import { beforeEach, expect, test, vi } from 'vitest';
import { Reopening } from './reopening';

let answers: { resolve: () => void; reject: (error: Error) => void }[];
const steps = { open: vi.fn(), done: vi.fn() };
let reopening: Reopening;
beforeEach(() => {
  answers = [];
  steps.open.mockReset().mockImplementation(() => new Promise<void>((resolve, reject) => answers.push({ resolve, reject })));
  steps.done.mockReset();
  reopening = new Reopening(steps);
});

test('opens the workspace that the service last opened, and is then done', async () => {
  reopening.opened('/a');
  reopening.opened('/b');
  reopening.crashed();
  const ended = reopening.reopen();
  expect(steps.open.mock.calls).toEqual([['/b']]);
  expect([reopening.isUnderWay, steps.done.mock.calls.length]).toEqual([true, 0]);
  answers[0]?.resolve();
  await ended;
  expect([reopening.isUnderWay, steps.done.mock.calls.length]).toEqual([false, 1]);
});

test('is done at once where no workspace is open', async () => {
  reopening.opened('/a');
  reopening.opened(null);
  reopening.crashed();
  await reopening.reopen();
  expect([steps.open.mock.calls.length, steps.done.mock.calls.length]).toEqual([0, 1]);
});

test('after another crash meanwhile, only the attempt of the newest process is done', async () => {
  reopening.opened('/a');
  reopening.crashed();
  const first = reopening.reopen();
  reopening.crashed();
  answers[0]?.reject(new Error('the service is gone'));
  await first;
  expect(steps.done).not.toHaveBeenCalled();
  const second = reopening.reopen();
  expect(steps.open.mock.calls).toEqual([['/a'], ['/a']]);
  answers[1]?.resolve();
  await second;
  expect(steps.done).toHaveBeenCalledOnce();
});

test('a workspace that cannot be opened is not tried again', async () => {
  reopening.opened('/a');
  reopening.crashed();
  const ended = reopening.reopen();
  answers[0]?.reject(new Error('the folder is gone'));
  await ended;
  expect(steps.done).toHaveBeenCalledOnce();
  reopening.crashed();
  await reopening.reopen();
  expect(steps.open).toHaveBeenCalledOnce();
});
