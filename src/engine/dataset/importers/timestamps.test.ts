import { expect, it } from 'vitest';
import { timeFormat } from './formats/times';
import { detectTimestampUnit } from './timestamps';

it('follows the majority of the samples: one invalid cell does not change the format', () => {
  expect(detectTimestampUnit(['2024-01-05T10:00', '2024-01-05 10:05', 'bad'])).toBe('iso');
  expect(detectTimestampUnit(['1500000000', 'never', '1500000001', ''])).toBe('s');
  expect(detectTimestampUnit(['1500000000000', '1500000000'])).toBeUndefined();
  expect(detectTimestampUnit(['bad', 'worse', '1500000000'])).toBeUndefined();
  expect(detectTimestampUnit(['', ' '])).toBeUndefined();
});

it('supports a threshold above a majority', () => {
  expect(detectTimestampUnit(['1500000000', '1500000001', '7'], 0.9)).toBeUndefined();
  expect(detectTimestampUnit(['1500000000', '1500000001'], 0.9)).toBe('s');
});

it('reads event counters as an order, and never detects them', () => {
  expect(timeFormat('order').read('12')).toBe(12_000);
  expect(timeFormat('order').read('2.5')).toBeNaN();
  expect(detectTimestampUnit(['0', '1', '2'])).toBeUndefined();
});
