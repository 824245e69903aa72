import { describe, expect, it } from 'vitest';
import { Gate } from './gate';

const full = (): Error => new Error('full');
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe('Gate', () => {
  it('runs so many at once, the others in their order', async () => {
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

  it('turns away when the line is full, and works on after a failure', async () => {
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
});
