import { expect, it } from 'vitest';
import type { OnlineReport } from '#shared/schemas/online';
import { courseLines, courseTable } from './online-course';

it('draws each challenger from its first lift on, and lists every moment', () => {
  const lift = { value: 0.1, low: -0.2, high: 0.4 };
  const report = {
    arms: [{ variant: 'A' }, { variant: 'B' }, { variant: 'C' }],
    course: [
      { atMs: 0, users: 10, lifts: [null, null] },
      { atMs: 60_000, users: 200, lifts: [lift, null] },
    ],
  } as unknown as OnlineReport;
  expect(courseLines(report)).toEqual([
    { variant: 'B', points: [{ timeMs: 60_000, ...lift }], reference: undefined },
    { variant: 'C', points: [], reference: undefined },
  ]);
  expect(courseTable(report).rows).toEqual([
    ['1970-01-01T00:00:00.000Z', 10, null, null, null, null, null, null],
    ['1970-01-01T00:01:00.000Z', 200, 0.1, -0.2, 0.4, null, null, null],
  ]);
});
