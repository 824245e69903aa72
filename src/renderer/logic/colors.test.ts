import { expect, it } from 'vitest';
import { mixColors } from './colors';

it('interpolates between short and long hex colours, clamped to both', () => {
  expect(mixColors('#fff', '#000000', 0.5)).toBe('#808080');
  expect(mixColors(' #2563d4', '#191f27', 0)).toBe('#2563d4');
  expect(mixColors('#2563d4', '#191f27', 7)).toBe('#191f27');
});
