import { expect, it } from 'vitest';
import { fuzzProgram } from './fuzzed-program';

it('2,000 random requests from the API’s own description cause no internal error', async () => {
  const { failures, statuses, damage } = await fuzzProgram({ requests: 2_000, seed: 7 });
  expect(failures).toEqual([]);
  expect(damage).toEqual([]);
  expect(statuses['200']).toBeGreaterThan(100);
  expect(statuses['422']).toBeGreaterThan(100);
}, 240_000);
