import { describe, expect, it } from 'vitest';
import { lensGroups, lensSentence, lensTable, type LensView } from './lens';
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

describe('the answer in words', () => {
  it('says that the winner stays', () => {
    const stays = 'The winner does not depend on the definition: B leads under all 2.';
    const two = (first?: typeof clear, second?: typeof clear): string =>
      lensSentence([view('recall@10', [0.1, 0.2], { winner: 1 }, first), view('recall_capped@10', [0.2, 0.3], { winner: 1 }, second)]);
    expect(two()).toBe(`${stays} It is clear of 0 under none, so that chance may decide who leads.`);
    expect(two(clear)).toBe(`${stays} It is clear of 0 under 1.`);
    expect(two(clear, clear)).toBe(`${stays} The lead is clear of 0 under each.`);
    expect(
      lensSentence([view('recall@10', [0.1, 0.3, 0.2], { winner: 1 }), view('recall_capped@10', [0.2, 0.3, 0.1], { winner: 1 })]),
    ).toBe(stays);
  });

  it('says where it flips, and whether chance may be what flips it', () => {
    const asked = view('recall@10', [0.1, 0.2], { winner: 1 }, clear);
    const other = view('recall_capped@10', [0.3, 0.2], { winner: 0, flips: true, countMissingAsZero: true });
    expect(lensSentence([asked, other])).toBe(
      'The winner depends on the definition: B leads under 1 of 2, A under recall_capped@10, missing users as 0. ' +
        'Not both leads are clear of 0, so that chance may be what flips it.',
    );
    const sure = view('recall_capped@10', [0.3, 0.2], { flips: true }, { low: -0.3, high: -0.02 });
    expect(lensSentence([asked, sure])).toContain('Both leads are clear of 0.');
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
