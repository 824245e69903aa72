import { describe, expect, it } from 'vitest';
import { variantSchema } from '#shared/schemas/variant';
import { flipTicks } from './flip-ticks';

const variant = variantSchema.parse({ name: 'A', weights: { freshness: 0.2 } });
const video = (title: string) => ({ videoId: title, title });
const flip = (weight: number) => ({ weight, position: 3, aheadBelow: video('Old'), aheadAbove: video('New') });

describe('flipTicks', () => {
  it('says who overtakes whom in the direction of the move', () => {
    const ticks = flipTicks({ unavailableBecause: null, signals: [{ signal: 'freshness', flips: [flip(0.27), flip(0.1)] }] }, variant);
    expect(ticks.get('freshness')).toEqual([
      { value: 0.1, label: 'lower to .10 and “Old” overtakes “New” at 3' },
      { value: 0.27, label: 'raise to .27 and “New” overtakes “Old” at 3' },
    ]);
  });

  it('keeps the nearest when there are many', () => {
    const flips = Array.from({ length: 40 }, (_unused, index) => flip(index / 40));
    const from = variantSchema.parse({ name: 'A', weights: { freshness: 0.21 } });
    const ticks = flipTicks({ unavailableBecause: null, signals: [{ signal: 'freshness', flips }] }, from).get('freshness')!;
    expect(ticks).toHaveLength(8);
    expect(ticks[0].value).toBe(0.125);
    expect(ticks.at(-1)!.value).toBe(0.3);
  });

  it('shows nothing where there are no exact flips', () => {
    expect(flipTicks({ unavailableBecause: 'MMR is on', signals: [] }, variant).size).toBe(0);
    expect(flipTicks(undefined, variant).size).toBe(0);
  });
});
