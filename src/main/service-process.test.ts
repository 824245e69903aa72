import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { restartWaitMs, ServiceProcess, type ServiceChild } from './service-process';

class Child extends EventEmitter {
  readonly postMessage = vi.fn();
  readonly kill = vi.fn(() => {
    this.emit('exit', 15);
    return true;
  });
}

let children: Child[];
const events = { started: vi.fn(), crashed: vi.fn() };
const create = (): ServiceProcess =>
  new ServiceProcess(() => {
    const child = new Child();
    children.push(child);
    return child as unknown as ServiceChild;
  }, events);

beforeEach(() => {
  vi.useFakeTimers();
  children = [];
  events.started.mockClear();
  events.crashed.mockClear();
});
afterEach(() => vi.useRealTimers());

test('increases the delay from crash to crash, to less than two seconds', () => {
  const waits = Array.from({ length: 12 }, (_, index) => restartWaitMs(index + 1));
  expect(waits.slice(0, 6)).toEqual([0, 100, 200, 400, 800, 1_600]);
  expect(Math.max(...waits)).toBeLessThan(2_000);
});

describe('service process', () => {
  test('starts once, and again after each crash', () => {
    create().start();
    expect(events.started.mock.calls).toEqual([[false]]);
    for (let crash = 1; crash <= 8; crash++) {
      children.at(-1)!.emit('exit', 137);
      vi.advanceTimersByTime(restartWaitMs(crash));
      expect(children).toHaveLength(crash + 1);
    }
    expect(events.crashed.mock.calls).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((count) => [137, count]));
    expect(events.started.mock.calls.slice(1)).toEqual(Array(8).fill([true]));
  });

  test('restarts at once if it had run well for a while', () => {
    create().start();
    for (let crash = 1; crash <= 4; crash++) {
      children.at(-1)!.emit('exit', 1);
      vi.advanceTimersByTime(2_000);
    }
    vi.advanceTimersByTime(60_000);
    children.at(-1)!.emit('exit', 1);
    expect(events.crashed).toHaveBeenLastCalledWith(1, 1);
  });

  test('accepts messages while it runs, and says when it does not', () => {
    const service = create();
    expect(service.send({ type: 'connect' })).toBe(false);
    service.start();
    expect(service.send({ type: 'connect' })).toBe(true);
    expect(children[0].postMessage).toHaveBeenCalledWith({ type: 'connect' }, []);
    children[0].emit('exit', 1);
    expect(service.send({ type: 'connect' })).toBe(false);
  });

  test('stops on request and is not restarted', async () => {
    const service = create();
    service.start();
    const stopped = service.stop();
    expect(children[0].postMessage).toHaveBeenCalledWith({ type: 'stop' });
    children[0].emit('exit', 0);
    await stopped;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(children).toHaveLength(1);
    expect(children[0].kill).not.toHaveBeenCalled();
    expect(events.crashed).not.toHaveBeenCalled();
  });

  test('is killed if it does not stop', async () => {
    const service = create();
    service.start();
    const stopped = service.stop(1_000);
    await vi.advanceTimersByTimeAsync(999);
    expect(children[0].kill).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(children[0].kill).toHaveBeenCalledOnce();
  });

  test('is not restarted if it was stopped during the restart delay', async () => {
    const service = create();
    service.start();
    children[0].emit('exit', 1);
    await service.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(children).toHaveLength(1);
  });
});
