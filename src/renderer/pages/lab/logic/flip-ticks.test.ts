import { describe, expect, it } from 'vitest';
import { variantSchema } from '#shared/schemas/variant';
import { acrossTick, flipTicks, nearestTick, tickBeside } from './flip-ticks';

const variant = variantSchema.parse({ name: 'A', weights: { freshness: 0.2 } });
const video = (title: string) => ({ videoId: title, title });
const flip = (weight: number) => ({ weight, position: 3, aheadBelow: video('Old'), aheadAbove: video('New') });

describe('flipTicks', () => {
  it('names the overtaking and the overtaken video for the direction of the move', () => {
    const ticks = flipTicks({ unavailableBecause: null, signals: [{ signal: 'freshness', flips: [flip(0.27), flip(0.1)] }] }, variant);
    expect(ticks.get('freshness')).toEqual([
      { value: 0.1, below: 0.0999, above: 0.1001, label: 'lower to .10 and “Old” overtakes “New” at 3' },
      { value: 0.27, below: 0.2699, above: 0.2701, label: 'raise to .27 and “New” overtakes “Old” at 3' },
    ]);
  });

  it('jumps past one flip only', () => {
    const flips = [flip(0.30002), flip(0.30004), flip(0.5)];
    const ticks = flipTicks({ unavailableBecause: null, signals: [{ signal: 'freshness', flips }] }, variant).get('freshness')!;
    expect(ticks[0].above).toBeCloseTo(0.30003, 10);
    expect(ticks[1].above).toBe(0.3001);
    expect(ticks[1].below).toBeCloseTo(0.30003, 10);
    expect(acrossTick(ticks[2], 0.2)).toBe(0.5001);
    expect(acrossTick(ticks[2], 0.5001)).toBe(0.4999);
  });

  it('finds the tick under the pointer, and the next ones on both sides of a weight', () => {
    const ticks = [{ value: 0.1 }, { value: 0.12 }, { value: 0.6 }];
    expect(nearestTick(ticks, 0.115, 0.02)).toEqual({ value: 0.12 });
    expect(nearestTick(ticks, 0.3, 0.02)).toBeUndefined();
    expect([tickBeside(ticks, 0.12, 1)?.value, tickBeside(ticks, 0.12, -1)?.value, tickBeside(ticks, 0.6, 1)]).toEqual([
      0.6,
      0.1,
      undefined,
    ]);
  });

  it('keeps the flips nearest to the weight', () => {
    const flips = Array.from({ length: 40 }, (_unused, index) => flip(index / 40));
    const from = variantSchema.parse({ name: 'A', weights: { freshness: 0.21 } });
    const ticks = flipTicks({ unavailableBecause: null, signals: [{ signal: 'freshness', flips }] }, from).get('freshness')!;
    expect(ticks).toHaveLength(8);
    expect(ticks[0].value).toBe(0.125);
    expect(ticks.at(-1)!.value).toBe(0.3);
  });

  it('shows no ticks without exact flips', () => {
    expect(flipTicks({ unavailableBecause: 'MMR is on', signals: [] }, variant).size).toBe(0);
    expect(flipTicks(undefined, variant).size).toBe(0);
  });
});
