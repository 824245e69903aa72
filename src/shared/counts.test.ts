import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatCount, formatShare, plural } from './counts';

it('groups digits by the locale of the interface', () => {
  const locale = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
  const thousandths = fc.integer({ min: -1e12, max: 1e12 }).map((count) => count / 1000);
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), thousandths), (value) => {
      expect(formatCount(value)).toBe(locale.format(value).replace('-', '\u2212'));
    }),
  );
  expect(formatCount(-0)).toBe('0');
});

it('uses singular and plural', () => {
  expect([plural(0, 'video'), plural(1, 'video'), plural(1500, 'video'), plural(2, 'query', 'queries')]).toEqual([
    '0 videos',
    '1 video',
    '1,500 videos',
    '2 queries',
  ]);
});

it('writes a share with the given number of digits', () => {
  expect([0.95, 0.975, 0.999, 0.5, 1 - 0.95, 1 - 0.999].map(formatShare)).toEqual(['95%', '97.5%', '99.9%', '50%', '5%', '0.1%']);
});
