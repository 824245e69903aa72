import { expect, it } from 'vitest';
import { flipsOfVideo } from './flips-of-video';

const tick = (label: string, value: number) => ({ label, value, below: value - 0.01, above: value + 0.01 });

it('takes one mark of each signal before a second of any', () => {
  const ticks = new Map([
    ['freshness', [tick('Bees overtakes Ants', 0.1), tick('Cats overtakes Bees', 0.2), tick('Dogs overtakes Cats', 0.3)]],
    ['popularity', [tick('Bees overtakes Dogs', 0.5)]],
  ]);
  const found = (limit?: number) => flipsOfVideo(ticks, 'Bees', limit).map(({ signal, tick: { value } }) => `${signal} ${value}`);
  expect(found()).toEqual(['freshness 0.1', 'popularity 0.5', 'freshness 0.2']);
  expect(found(2)).toEqual(['freshness 0.1', 'popularity 0.5']);
  expect(flipsOfVideo(ticks, 'Eels')).toEqual([]);
});
