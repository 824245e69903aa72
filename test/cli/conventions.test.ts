import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
/** The same rows in two orders; every video has one viewer, so that all are equally popular. */
const data = resolve(import.meta.dirname, '../golden/equal-popularity');

function compare(name: string, changes: object = {}): { result: ExperimentResult; text: string; out: string } {
  const document = JSON.parse(readFileSync(join(data, `${name}.json`), 'utf8')) as { data: { train: string; test: string } };
  const files = { train: join(data, document.data.train), test: join(data, document.data.test) };
  const protocol = join(folder, `${name}-${Object.keys(changes).join('-')}.json`);
  writeFileSync(protocol, JSON.stringify({ ...document, data: { ...document.data, ...files }, ...changes }));
  const out = join(folder, `out-${name}-${Object.keys(changes).join('-')}`);
  const { status, stdout, stderr } = ranklab('compare', '--protocol', protocol, '--out', out, '--json', '--quiet');
  expect([status, stderr]).toEqual([0, '']);
  const text = ranklab('compare', '--protocol', protocol, '--out', out, '--quiet').stdout;
  return { result: (JSON.parse(stdout) as { result: ExperimentResult }).result, text, out };
}

describe('the same rows in another order', () => {
  it('give a range over the orders of equal scores that contains both values', () => {
    const [a, b] = [compare('ta'), compare('tb')];
    const [first, second] = [a, b].map(({ result }) => result.variants[0].metrics[0]);
    expect(first.value).toBeCloseTo(0.1974, 4);
    expect(second.value).toBeCloseTo(0.1474, 4);
    for (const { ties } of [first, second]) {
      expect(ties).toMatchObject({ minimum: 0, maximum: 1, affectedUserCount: 20 });
      // One relevant video among 19 candidates: the mean over all orders is Σ 1 / log2(i + 1) / 19 for i ≤ 5.
      expect(ties!.expected).toBeCloseTo([1, 2, 3, 4, 5].reduce((sum, i) => sum + 1 / Math.log2(i + 1), 0) / 19, 12);
    }
    expect(a.text).toContain('0.0000 to 1.0000, mean 0.1552');
    expect(a.text + JSON.stringify(a.result)).toContain('test from time 200');
    expect(a.text).not.toContain('1970');
    for (const { result, text } of [a, b]) {
      // At the worst order every user differs alike, which the exact test decides.
      expect(result.variants[1].comparisons.map(({ verdictDependsOnTies }) => verdictDependsOnTies)).toEqual([true, true]);
      expect(text).toContain('† another order of equal scores would change this verdict');
    }
    expect(readFileSync(join(a.out, 'summary.csv'), 'utf8')).toContain('ties_minimum,ties_expected,ties_maximum');
  });

  it('give the same numbers if ties are broken by id', () => {
    const [a, b] = [compare('ta', { ties: 'id' }), compare('tb', { ties: 'id' })];
    const values = ({ result }: typeof a) => result.variants.map(({ metrics }) => metrics.map(({ value }) => value));
    expect(values(a)).toEqual(values(b));
  });

  it('show no number of looks, which is not stored for files, unless looks are counted', () => {
    expect(compare('ta').text).not.toMatch(/Look \d/);
    const counted = compare('ta', { statistics: { countLooks: true } });
    expect(counted.text).toMatch(/Look \d+ at this test set/);
    expect(compare('tb', { statistics: { countLooks: true } }).result.conventions?.statistics.looks).toBe('counted');
  });
});
