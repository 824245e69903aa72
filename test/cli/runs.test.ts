import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');
const variantFiles = [join(folder, 'popularity.json'), join(folder, 'mixed.json')];
/** Metrics with cutoffs inside and beyond the pool, and without a cutoff. */
const metrics =
  'ndcg@10,recall@20,map@10,hit_rate@10,coverage@10,gini@10,novelty@10,ild@10,ndcg@150,recall@400,map,mrr,ndcg,rbp,r_precision';

interface Answer {
  readonly files: string[];
  readonly result: ExperimentResult;
}

function compare(out: string, ...more: string[]): Answer {
  const done = ranklab(
    'compare',
    '--workspace',
    workspace,
    '--metrics',
    metrics,
    '--time-tie-orders',
    '0',
    '--permutations',
    '500',
    '--out',
    join(folder, out),
    '--json',
    '--quiet',
    ...more,
  );
  expect(done.stderr).toBe('');
  return JSON.parse(done.stdout) as Answer;
}

/** Values, intervals, p-values and verdicts, without the variants' names. `ordered`: the file preserves equal scores. */
const numbers = ({ variants }: ExperimentResult, ordered: boolean) =>
  variants.map(({ metrics: measured, comparisons }) => ({
    metrics: measured.map(({ spec, value, evaluatedCount, excludedCount, excludedBecause, ties }) => ({
      ...{ spec, value, evaluatedCount, excludedCount, excludedBecause },
      ...(ordered && { ties }),
    })),
    comparisons: ordered
      ? comparisons
      : comparisons.map(({ underTies: _ties, verdictDependsOnTies: _depends, reason, ...rest }) => ({
          ...rest,
          reason: reason.replace(' Another order of equal scores would change this verdict.', ''),
        })),
  }));

let own: Answer;
beforeAll(() => {
  writeFileSync(variantFiles[0], JSON.stringify({ name: 'popularity', weights: { popularity: 1 } }));
  writeFileSync(variantFiles[1], JSON.stringify({ name: 'factors + freshness', weights: { factors: 0.8, freshness: 0.2 } }));
  const size = ['--users', '200', '--videos', '400', '--interactions', '6000', '--factors', '12'];
  ranklab('pipeline', '--workspace', workspace, ...size, '--json', '--quiet');
  own = compare('own', '--variants', ...variantFiles, '--formats', 'trec,run-csv,run-jsonl,run-parquet,json');
});

describe('compare --runs', () => {
  it.each(['txt', 'csv', 'jsonl', 'parquet'])(
    'evaluates an exported run (.%s) like the variant that it came from, bit for bit',
    (ending) => {
      const runs = own.files.filter((file) => /run-\d/.test(file) && file.endsWith(`.${ending}`));
      const back = compare(`back-${ending}`, '--runs', ...runs);
      // A TREC file does not preserve equal scores, so values that depend on their order are not compared.
      expect(numbers(back.result, ending !== 'txt')).toEqual(numbers(own.result, ending !== 'txt'));
      const names = [`run-1-popularity.${ending}`, `run-2-factors-freshness.${ending}`];
      expect(back.result.runs?.map(({ provenance }) => provenance.file)).toEqual(names);
      expect(back.result.statements.join('\n')).toContain('is not declared');
    },
  );

  it('counts unmatched rows and applies the selected policy', () => {
    const [first] = own.files.filter((file) => /run-1.*txt/.test(file));
    const lines = readFileSync(first ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    const user = lines[0]?.split(' ')[0];
    const rest = lines.filter((line) => !line.startsWith(`${user} `));
    const broken = join(folder, 'broken.trec');
    writeFileSync(broken, `${[...rest, rest[0], 'nobody Q0 nothing 1 3 x', `${rest[0]?.split(' ')[0]} Q0 nothing 99 -99 x`].join('\n')}\n`);
    const { result } = compare('broken', '--runs', broken, '--run-policy', 'missingUsers=exclude', '--run-known-at', 'static');
    expect(result.runs?.[0]).toMatchObject({
      policy: { missingUsers: 'exclude', duplicates: 'best' },
      counts: { missingUsers: 1, unknownUsers: 1, unknownUserRows: 1, unknownItems: 1, unknownItemRows: 1, duplicateRows: 1 },
      provenance: { knownAt: 'static' },
    });
    expect(result.variants[0]?.lists?.leftOut).toBe(1);
    expect(result.conventions?.variants[0]?.runs?.[0]?.policy.missingUsers).toBe('exclude');
    const refused = ranklab('compare', '--workspace', workspace, '--runs', broken, '--run-policy', 'duplicates=refuse', '--out', folder);
    expect(refused.stderr).toContain('lines that repeat an item of their user');
  });

  it('rejects a run that contains data after the end of training, unless the leak is accepted', () => {
    const late = join(folder, 'late.trec');
    copyFileSync(own.files.find((file) => /run-2.*txt/.test(file)) ?? '', late);
    const ask = [
      'compare',
      '--workspace',
      workspace,
      '--runs',
      late,
      '--run-known-at',
      '2099-01-01',
      '--out',
      join(folder, 'late'),
      '--json',
    ];
    const refused = ranklab(...ask);
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain('late.trec');
    const accepted = ranklab(...ask, '--accept-leakage');
    expect((JSON.parse(accepted.stdout) as Answer).result.statements.join('\n')).toContain('Leak accepted: late.trec');
  });
});
