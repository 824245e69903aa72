import { describe, expect, it } from 'vitest';
import { leadText, lensGroups, lensSentence, lensTable, type LensView } from './lens';
import { toCsv } from './table-text';

const view = (spec: string, values: (number | null)[], patch: Partial<LensView> = {}, interval = { low: -0.1, high: 0.2 }): LensView => ({
  spec,
  metricId: 'recall',
  label: 'Recall',
  countMissingAsZero: false,
  values,
  evaluatedCounts: values.map(() => 9),
  winner: 0,
  flips: false,
  lead: null,
  comparisons: values.slice(1).map((value) => ({
    spec,
    baselineValue: values[0] ?? null,
    value,
    difference: (value ?? NaN) - (values[0] ?? NaN),
    interval: { ...interval, level: 0.95 },
    intervalMethod: 'paired bootstrap (BCa)',
    pValue: null,
    adjustedPValue: null,
    test: '',
    pairCount: 9,
    verdict: 'undecided',
    reason: '',
    moreUsersNeeded: null,
  })),
  ...patch,
});
const clear = { low: 0.01, high: 0.3 };

/** Who leads, over whom it is least sure, and whether it is clear nevertheless. */
const led = (winner: number, over: number, isClear: boolean, values = [0.1, 0.2, 0.3], patch: Partial<LensView> = {}): LensView =>
  view('recall@10', values, {
    winner,
    lead: { over, difference: 0.1, low: isClear ? 0.01 : -0.01, high: 0.3, clear: isClear },
    ...patch,
  });
const flips = { flips: true, countMissingAsZero: true };

describe('the answer in words', () => {
  it('says that the winner stays, and how clear its lead is', () => {
    const stays = 'The winner does not depend on the definition: B leads under all 2.';
    const two = (first: boolean, second: boolean): string => lensSentence([led(1, 0, first, [0.1, 0.2]), led(1, 0, second, [0.2, 0.3])]);
    expect(two(false, false)).toBe(`${stays} It is clear of 0 under none, so that chance may decide who leads.`);
    expect(two(true, false)).toBe(`${stays} It is clear of 0 under 1.`);
    expect(two(true, true)).toBe(`${stays} The lead is clear of 0 under each.`);
  });

  it('says of three over whom the lead is not clear', () => {
    const stays = 'The winner does not depend on the definition: B leads under all 2.';
    expect(lensSentence([led(1, 2, true), led(1, 0, true)])).toBe(`${stays} The lead over every other is clear of 0 under each.`);
    expect(lensSentence([led(1, 2, true), led(1, 2, false)])).toBe(
      `${stays} The lead over every other is clear of 0 under 1; under the rest it is not, over C.`,
    );
    expect(lensSentence([led(1, 2, false), led(1, 0, false)])).toBe(
      `${stays} The lead is clear of 0 under none, not over A and C, so that chance may decide who leads.`,
    );
    expect(leadText(led(1, 2, false))).toBe('Lead over C, the least sure one: +0.1000, from −0.0100 to +0.3000');
    expect(leadText(led(1, 0, true, [0.1, 0.2]))).toBe('Lead over A: +0.1000, from +0.0100 to +0.3000');
  });

  it('says where it flips, and whether chance may be what flips it', () => {
    const asked = led(1, 0, true, [0.1, 0.2]);
    const where = 'The winner depends on the definition: B leads under 1 of 2, A under recall@10, missing users as 0.';
    expect(lensSentence([asked, led(0, 1, false, [0.3, 0.2], flips)])).toBe(
      `${where} Not both leads are clear of 0, so that chance may be what flips it.`,
    );
    expect(lensSentence([asked, led(0, 1, true, [0.3, 0.2], flips)])).toBe(`${where} Both leads are clear of 0.`);
    expect(lensSentence([led(1, 2, true), led(0, 2, false, undefined, flips)])).toBe(
      `${where} Not both leads are clear of 0 (not that of A over C), so that chance may be what flips it.`,
    );
    expect(lensSentence([led(1, 2, true), led(0, 2, true, undefined, flips), led(2, 0, true, undefined, flips)])).toMatch(
      /All 3 leads are clear of 0\.$/,
    );
  });

  it('knows one variant, no value, and equal values', () => {
    expect(lensSentence([view('recall@10', [0.1])])).toContain('one variant');
    expect(lensSentence([view('ild@10', [null, null], { winner: null })])).toContain('No definition has a value');
    expect(lensSentence([view('recall@10', [0.1, 0.1])])).toContain('same value under every');
  });
});

it('groups by what happens to missing users', () => {
  const views = [view('a@1', [1]), view('b@1', [1]), view('a@1', [1], { countMissingAsZero: true })];
  expect(lensGroups(views).map(({ zero, views: some }) => [zero, some.length])).toEqual([
    [false, 2],
    [true, 1],
  ]);
});

it('is copied with its numbers in full', () => {
  const csv = toCsv(lensTable({ views: [view('recall@10', [0.1, 0.123456789], { winner: 1 }, clear)] }, ['Popular', 'Mine']));
  expect(csv.split('\r\n')[2]).toMatch(/^recall@10,left out,Mine,0\.123456789,9,0\.0234567\d+,0\.01,0\.3,Mine,no$/);
});
