import { expect, it } from 'vitest';
import { PerState } from './per-state';

/** Computations that finish when the test decides. */
function controlled() {
  const running: { end(value: number): void; fail(): void }[] = [];
  const value = new PerState(() => new Promise<number>((end, fail) => running.push({ end, fail: () => fail(new Error('failed')) })));
  return { running, value };
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

it('computes once per state', async () => {
  const { running, value } = controlled();
  const [one, two] = [value.get(), value.get()];
  running[0].end(1);
  expect(await Promise.all([one, two, value.get()])).toEqual([1, 1, 1]);
  expect(running).toHaveLength(1);
});

it('runs one computation at a time while the data changes, and returns the newest state', async () => {
  const { running, value } = controlled();
  const first = value.get();
  const later: Promise<number>[] = [];
  for (let i = 0; i < 20; i++) {
    value.changed();
    later.push(value.get());
  }
  await turn();
  expect(running).toHaveLength(1);
  running[0].end(1);
  expect(await first).toBe(1);
  await turn();
  expect(running).toHaveLength(2);
  running[1].end(2);
  expect(new Set(await Promise.all([...later, value.get()]))).toEqual(new Set([2]));
  expect(running).toHaveLength(2);
});

it('computes again after a failure, also for waiting callers', async () => {
  const { running, value } = controlled();
  const first = value.get();
  value.changed();
  const second = value.get();
  running[0].fail();
  await expect(first).rejects.toThrow('failed');
  await turn();
  running[1].end(2);
  expect(await second).toBe(2);
});
