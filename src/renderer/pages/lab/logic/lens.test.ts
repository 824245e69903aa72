import { describe, expect, it } from 'vitest';
import { clearRule, leadText, lensGroups, lensSentence, lensTable, undecidedText, type LensView } from './lens';
import { toCsv } from '../../../logic/table-text';

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

/** The winner, the run over which its lead is least certain, and those over which it is not clear. */
const led = (winner: number, over: number, unclear: number[], values = [0.1, 0.2, 0.3], patch: Partial<LensView> = {}): LensView =>
  view('recall@10', values, {
    winner,
    lead: {
      over,
      difference: 0.1,
      low: unclear.length === 0 ? 0.01 : -0.01,
      high: 0.3,
      pValue: unclear.length === 0 ? 0.01 : 0.24,
      unclear,
    },
    ...patch,
  });
const flips = { flips: true, countMissingAsZero: true };
const alone = (winner: number, patch: Partial<LensView> = {}): LensView =>
  view(
    'recall@10',
    [0, 1, 2].map((v) => (v === winner ? 0.1 : null)),
    { winner, ...patch },
  );

describe('summary sentence', () => {
  it('says that the winner stays, and under how many definitions its lead is decided', () => {
    const stays = 'The winner does not depend on the definition: B leads under all 2.';
    const two = (first: number[], second: number[]): string => lensSentence([led(1, 0, first, [0.1, 0.2]), led(1, 0, second, [0.2, 0.3])]);
    expect(two([0], [0])).toBe(`${stays} This lead is decided under no definition: it may be chance.`);
    expect(two([], [0])).toBe(`${stays} This lead is decided under 1 of 2 definitions.`);
    expect(two([], [])).toBe(`${stays} This lead is decided under every definition.`);
  });

  it('names all three variants against which the lead is undecided', () => {
    const stays = 'The winner does not depend on the definition: B leads under all 2.';
    expect(lensSentence([led(1, 2, []), led(1, 0, [])])).toBe(
      `${stays} This lead against every other variant is decided under every definition.`,
    );
    expect(lensSentence([led(1, 2, []), led(1, 2, [2])])).toBe(
      `${stays} This lead against every other variant is decided under 1 of 2 definitions (undecided against C).`,
    );
    expect(lensSentence([led(1, 2, [0, 2]), led(1, 2, [2])])).toBe(
      `${stays} This lead is decided under no definition (undecided against A and C): it may be chance.`,
    );
  });

  it('names the variant with the smallest margin, and those against which the lead is undecided', () => {
    expect(leadText(led(1, 2, [0, 2]))).toBe('Smallest margin, against C: +0.1000, from −0.0100 to +0.3000, p\u00a0.240');
    expect(leadText(led(1, 0, [], [0.1, 0.2]))).toBeUndefined();
    expect([
      undecidedText(led(1, 2, [0, 2])),
      undecidedText(led(1, 0, [0], [0.1, 0.2])),
      undecidedText(led(1, 2, [])),
      undecidedText(alone(1)),
    ]).toEqual(['undecided against A and C', 'undecided', undefined, undefined]);
    expect(clearRule(0.95)).toBe('a lead is decided where the corrected p is at most 5% and the interval does not contain 0');
  });

  it('mentions no rivals if only the winner has a value', () => {
    const stays = 'The winner does not depend on the definition: B leads under all 2.';
    expect(lensSentence([alone(1), alone(1)])).toBe(`${stays} No other variant has a value.`);
    expect(lensSentence([alone(1), led(1, 2, [])])).toBe(
      `${stays} This lead against every other variant is decided under every definition with a value for another variant.`,
    );
    expect(lensSentence([alone(1), led(1, 2, [2])])).toBe(
      `${stays} This lead is decided under no definition (undecided against C): it may be chance.`,
    );
    expect(lensSentence([led(1, 2, []), alone(0, flips)])).toMatch(
      /The lead of A is decided under no definition: the flip may be chance\.$/,
    );
    expect(lensSentence([alone(1), alone(0, flips)])).not.toMatch(/against [.)]|against $/);
  });

  it('says under which definitions the winner changes, and whether that may be chance', () => {
    const baselineLed = led(1, 0, [], [0.1, 0.2]);
    const where = 'The winner depends on the definition: B leads under 1 of 2, A under recall@10, missing users as 0.';
    expect(lensSentence([baselineLed, led(0, 1, [1], [0.3, 0.2], flips)])).toBe(
      `${where} The lead of A is decided under no definition: the flip may be chance.`,
    );
    expect(lensSentence([baselineLed, led(0, 1, [], [0.3, 0.2], flips)])).toBe(
      `${where} Each of these leads is decided under at least one definition.`,
    );
    expect(lensSentence([led(1, 2, []), led(0, 2, [1, 2], undefined, flips)])).toBe(
      `${where} The lead of A is decided under no definition (undecided against B and C): the flip may be chance.`,
    );
    expect(lensSentence([led(1, 2, []), led(0, 2, [], undefined, flips), led(2, 0, [], undefined, flips)])).toMatch(
      /Each of these leads is decided under at least one definition\.$/,
    );
  });

  it('handles a single variant, missing values and equal values', () => {
    expect(lensSentence([view('recall@10', [0.1])])).toContain('one variant');
    expect(lensSentence([view('ild@10', [null, null], { winner: null })])).toContain('No definition has a value');
    expect(lensSentence([view('recall@10', [0.1, 0.1])])).toContain('same value under every');
  });
});

it('groups definitions by the treatment of missing users', () => {
  const views = [view('a@1', [1]), view('b@1', [1]), view('a@1', [1], { countMissingAsZero: true })];
  expect(lensGroups(views).map(({ zero, views: some }) => [zero, some.length])).toEqual([
    [false, 2],
    [true, 1],
  ]);
});

it('is copied with all digits', () => {
  const csv = toCsv(lensTable({ views: [view('recall@10', [0.1, 0.123456789], { winner: 1 }, clear)] }, ['Popular', 'Mine']));
  expect(csv.split('\r\n')[2]).toMatch(/^recall@10,left out,Mine,0\.123456789,9,0\.0234567\d+,0\.01,0\.3,Mine,no,,,,,,$/);
  // Only the winner's row describes the lead.
  const [first, ...rest] = lensTable({ views: [led(0, 2, [1, 2])] }, ['Popular', 'Mine']).rows;
  expect(first?.slice(8)).toEqual(['Popular', 'no', 'C', 0.1, -0.01, 0.3, 0.24, 'Mine; C']);
  expect(rest.map((row) => row.slice(10))).toEqual(Array.from({ length: 2 }, () => Array.from({ length: 6 }, () => null)));
});
