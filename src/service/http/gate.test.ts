import { describe, expect, it } from 'vitest';
import { Gate } from './gate';

const full = (): Error => new Error('full');
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe('Gate', () => {
  it('runs a limited number concurrently and queues the others in order', async () => {
    const gate = new Gate(2, 100);
    let active = 0;
    let most = 0;
    const order: number[] = [];
    const work = (n: number) => async (): Promise<number> => {
      order.push(n);
      most = Math.max(most, ++active);
      await tick();
      active--;
      return n;
    };
    expect(await Promise.all([0, 1, 2, 3, 4].map((n) => gate.run(work(n), full)))).toEqual([0, 1, 2, 3, 4]);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  it('rejects calls when the queue is full, and recovers after a failure', async () => {
    const gate = new Gate(1, 1);
    const failing = gate.run(async () => {
      await tick();
      throw new Error('broken');
    }, full);
    const waiting = gate.run(async () => 'waited', full);
    await expect(gate.run(async () => 'too many', full)).rejects.toThrow('full');
    await expect(failing).rejects.toThrow('broken');
    expect(await waiting).toBe('waited');
    expect(gate.waiting).toBe(0);
    expect(await gate.run(async () => 'later', full)).toBe('later');
  });

  it('yields to I/O between lists, for any queue length, and keeps their order', async () => {
    let nowMs = 0;
    const gate = new Gate(4, 100, () => nowMs);
    const order: (number | string)[] = [];
    // Lists that are computed without waiting: if the gate did not end its turn, all would be computed in one turn.
    const lists = Array.from({ length: 9 }, (_, n) =>
      gate.run(async () => {
        order.push(n);
        nowMs += 2;
      }, full),
    );
    setImmediate(() => order.push('another turn'));
    await Promise.all(lists);
    expect(order.filter((each) => typeof each === 'number')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(order.indexOf('another turn')).toBeGreaterThan(0);
    expect(order.indexOf('another turn')).toBeLessThanOrEqual(7); // four that started together, and three of the next turn
    expect(gate.waiting).toBe(0);
  });

  it('lets a multi-step write through while the queue is never empty', async () => {
    let nowMs = 0;
    const gate = new Gate(4, 1_000, () => nowMs);
    let made = 0;
    let over = false;
    const client = async (): Promise<void> => {
      while (!over)
        await gate.run(async () => {
          made++;
          nowMs += 1;
        }, full);
    };
    const clients = Array.from({ length: 200 }, client);
    for (let step = 0; step < 4; step++) await new Promise((resolve) => setImmediate(resolve));
    const madeBefore = made;
    over = true;
    await Promise.all(clients);
    expect(madeBefore).toBeGreaterThan(0);
    expect(madeBefore).toBeLessThan(100); // a turn ends after 5 ms, not after 200 lists
  });
});
