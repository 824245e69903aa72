import { expect, it } from 'vitest';
import { createRng } from '../../core/rng';
import type { Dataset } from '../../model/dataset';
import { fitPositionEffect } from './position-effect';

/** Videos shown at random positions; a click needs a look and an attraction. */
function exposures(positionBias: number, count = 60_000): Dataset {
  const rng = createRng(3);
  const itemCount = 40;
  const attraction = Float64Array.from({ length: itemCount }, () => 0.1 + 0.5 * rng.next());
  const items = new Int32Array(count);
  const [place, click] = [new Float64Array(count), new Float64Array(count)];
  for (let row = 0; row < count; row++) {
    items[row] = rng.int(itemCount);
    place[row] = 1 + rng.int(8);
    click[row] = rng.next() < place[row] ** -positionBias * attraction[items[row]] ? 1 : 0;
  }
  const columns = { place: { type: 'number', values: place }, click: { type: 'boolean', values: click } };
  return { items: { ids: { size: itemCount } }, interactions: { items, columns } } as unknown as Dataset;
}
const rows = (dataset: Dataset): Int32Array => Int32Array.from(dataset.interactions.items.keys());
const columns = { position: 'place', clicked: 'click' };

it.each([0.5, 1])('finds the planted position bias %d and the rate of clicks', (planted) => {
  const dataset = exposures(planted);
  const { positionBias, clickRate, exposures: count, clicks } = fitPositionEffect(dataset, rows(dataset), columns);
  expect(Math.abs(positionBias - planted)).toBeLessThan(0.06);
  expect(Math.abs(clickRate - 0.35)).toBeLessThan(0.06);
  expect([count, clicks.length > 0]).toEqual([60_000, true]);
});

it('names what it cannot use', () => {
  const dataset = exposures(1, 1_000);
  const all = rows(dataset);
  expect(() => fitPositionEffect(dataset, all, { position: 'rank', clicked: 'click' })).toThrow(/no column “rank”/);
  expect(() => fitPositionEffect(dataset, all, { position: 'click', clicked: 'click' })).toThrow(/no position/);
  expect(() => fitPositionEffect(dataset, all.subarray(0, 1), columns)).toThrow(/nothing can be learnt/);
});
