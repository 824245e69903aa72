import { expect, it } from 'vitest';
import { nextTime, timesAfter } from './cron-times';

const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

it.each([
  ['30 3 * * *', 'UTC', '2026-01-01T03:30:00Z', '2026-01-02T03:30'],
  ['30 3 * * *', 'UTC', '2026-01-01T03:29:59Z', '2026-01-01T03:30'],
  ['0 6 * * 1', 'UTC', '2026-01-01T00:00:00Z', '2026-01-05T06:00'],
  ['*/15 * * * *', 'UTC', '2026-01-01T00:16:00Z', '2026-01-01T00:30'],
  ['@daily', 'UTC', '2026-01-01T00:00:00Z', '2026-01-02T00:00'],
  ['0 9 * * *', 'Europe/Berlin', '2026-07-01T00:00:00Z', '2026-07-01T07:00'],
  ['0 9 * * *', 'Europe/Berlin', '2026-12-01T00:00:00Z', '2026-12-01T08:00'],
  // 2:30 does not exist in Berlin on 2026-03-29; the clock goes from 2:00 (1:00 UTC) to 3:00.
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:00'],
  ['0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z', '2028-02-29T00:00'],
])('“%s” in %s after %s is %s', (cron, timeZone, after, expected) => {
  expect(iso(nextTime(cron, timeZone, at(after)))).toBe(expected);
});

it('runs once when the clock is set back', () => {
  // 2:30 comes twice in Berlin on 2026-10-25: at 0:30 and at 1:30 UTC.
  expect(timesAfter('30 2 * * *', 'Europe/Berlin', at('2026-10-24T12:00:00Z'), 2).map(iso)).toEqual([
    '2026-10-25T00:30',
    '2026-10-26T01:30',
  ]);
});

it.each(['', 'soon', '* * * *', '61 * * * *', '0 0 * * * *', '1-x * * * *', '* * * * * * *', '0 0 31 2 *'])(
  'rejects “%s” and names the field',
  (cron) => {
    expect(() => nextTime(cron, 'UTC', 0)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: expect.objectContaining({ place: 'cron' }) }),
    );
  },
);

it('rejects an unknown time zone', () => {
  expect(() => nextTime('0 0 * * *', 'Mars/Olympus', 0)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ place: 'timeZone' }) }),
  );
});
