import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PassingLooks } from './looks';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const started = () => {
  const recorded: string[] = [];
  const looks = new PassingLooks(() => Date.now());
  return { recorded, pass: (name: string) => looks.pass(() => recorded.push(name)), looks };
};

it('a drag that ends in an exact evaluation counts as that evaluation only', () => {
  const { recorded, pass, looks } = started();
  for (let i = 0; i < 50; i++) {
    pass(`position ${i}`);
    vi.advanceTimersByTime(30);
  }
  looks.rest();
  vi.advanceTimersByTime(60_000);
  expect(recorded).toEqual([]);
});

it('a position counts as a look if no other follows within two seconds', () => {
  const { recorded, pass } = started();
  pass('a');
  pass('b');
  vi.advanceTimersByTime(1_900);
  expect(recorded).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(recorded).toEqual(['b']);
  pass('c');
  vi.advanceTimersByTime(2_100);
  expect(recorded).toEqual(['b', 'c']);
});

it('continuous changes count as a look every half minute', () => {
  const { recorded, pass } = started();
  for (let i = 0; i < 100; i++) {
    pass(`position ${i}`);
    vi.advanceTimersByTime(1_000);
  }
  expect(recorded).toEqual(['position 29', 'position 59', 'position 89']);
});

it('a pending position is recorded once when the workspace closes', () => {
  const { recorded, pass, looks } = started();
  pass('a');
  looks.settle();
  looks.settle();
  vi.advanceTimersByTime(10_000);
  expect(recorded).toEqual(['a']);
});
