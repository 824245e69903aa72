/** Several runs against one another; the expected numbers are those of scipy.stats.ttest_rel (1.10). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const file = (name: string): string => join(folder, name);
const queries = Array.from({ length: 12 }, (_, q) => q + 1);

beforeAll(() => {
  const documents = Array.from({ length: 10 }, (_, d) => `d${d}`);
  writeFileSync(
    file('qrels'),
    queries.flatMap((q) => documents.map((d, i) => `${q} 0 ${d} ${(q * 3 + i * 5) % 7 === 0 ? 1 : 0}`)).join('\n'),
  );
  const run = (step: number, left: readonly number[] = []): string =>
    queries
      .filter((q) => !left.includes(q))
      .flatMap((q) => documents.map((d, i) => `${q} Q0 ${d} 0 ${((q * 7 + i * step) % 11) + i / 100} r`))
      .join('\n');
  writeFileSync(file('a'), run(3));
  writeFileSync(file('b'), run(4));
  writeFileSync(file('c'), run(7, [2, 9]));
});

it('compares every further run with the first over their common queries, Holm-corrected', () => {
  const options = ['--qrels', file('qrels'), '--metrics', 'recip_rank,p@5', '--per-user', '--json'];
  const { stdout, stderr } = ranklab('evaluate', '--run', file('a'), file('b'), file('c'), ...options);
  expect(stderr).toBe('');
  const document = JSON.parse(stdout) as {
    perUser: { user: string; values: Record<string, number> }[];
    others: { name: string; perUser: { user: string; values: Record<string, number> }[] }[];
    comparisons: {
      run: string;
      spec: string;
      queries: number;
      difference: number;
      low: number;
      high: number;
      pValue: number;
      adjustedPValue: number;
    }[];
  };
  expect(document.others.map(({ name }) => name)).toEqual([file('b'), file('c')]);
  expect(document.comparisons.map(({ queries: count }) => count)).toEqual([12, 12, 10, 10]);
  const expected = [
    [0.14110449735449737, 0.10114301691699289, -0.032488279821206195, 0.3146972745302009],
    [0.016666666666666673, 0.7227238255361571, -0.08409806845364864, 0.117431401786982],
    [0.14111111111111113, 0.1646058189398292, -0.06988888769506621, 0.35211110991728845],
    [0.06000000000000001, 0.39382281469156144, -0.09156265413983129, 0.21156265413983133],
  ];
  document.comparisons.forEach(({ difference, pValue, low, high }, c) => {
    const [mean, p, from, to] = expected[c] ?? [];
    [difference, pValue, low, high].forEach((value, v) => expect(value).toBeCloseTo([mean, p, from, to][v] ?? NaN, 9));
  });
  const ordered = document.comparisons.toSorted((x, y) => x.pValue - y.pValue);
  let floor = 0;
  ordered.forEach(({ pValue, adjustedPValue }, rank) => {
    floor = Math.max(floor, Math.min(1, (ordered.length - rank) * pValue));
    expect(adjustedPValue).toBeCloseTo(floor, 12);
  });
});

it('prints the comparisons in words, and a single run without them', () => {
  const several = ranklab('evaluate', '--qrels', file('qrels'), '--run', file('a'), file('b'), '--metrics', 'p@5');
  expect(several.stdout).toContain(`Against ${file('a')}: paired t-test`);
  expect(several.stdout).toContain('p (Holm)');
  const one = ranklab('evaluate', '--qrels', file('qrels'), '--run', file('a'), '--metrics', 'p@5', '--json');
  expect(JSON.parse(one.stdout)).not.toHaveProperty('comparisons');
});
