import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ranklab } from './run-cli';

const file = (name: string): string => join(import.meta.dirname, '../golden/trec', name);
const graded = ['evaluate', '--qrels', file('graded.q'), '--run', file('graded.r')];

interface EvaluateDocument {
  queries: number;
  judgedOnly: boolean;
  maxRetrieved: number | null;
  notes: string[];
  conventions: object;
  metrics: { spec: string; value: number | null; text?: string }[];
  perUser?: { user: string; values: Record<string, number | string | null> }[];
}

const json = (...options: string[]): EvaluateDocument => JSON.parse(ranklab(...graded, ...options, '--json').stdout) as EvaluateDocument;
const valueOf = (document: EvaluateDocument, spec: string): number | null | undefined =>
  document.metrics.find((metric) => metric.spec === spec)?.value;

describe('ranklab evaluate', () => {
  it('accepts trec_eval’s names and option letters', () => {
    const all = json('-m', 'all_trec', '-q', '-c', '-l', '2', '-J', '-M', '7', '-N', '5000');
    expect(all).toMatchObject({ queries: 5, judgedOnly: true, maxRetrieved: 7, complete: true, relevanceLevel: 2, collectionSize: 5000 });
    expect(all.metrics.find(({ spec }) => spec === 'runid')).toEqual({ spec: 'runid', value: null, text: 'graded' });
    expect(all.metrics.length).toBeGreaterThan(90);
    expect(all.perUser?.[0]?.values['relstring']).toMatch(/^[0-3]{1,7}$/);
    // Reported only for the whole run.
    expect(all.perUser?.[0]?.values).not.toHaveProperty('gm_map');
  });

  it('accepts commas between metrics and between parameters', () => {
    const document = json('--metrics', 'P.5,7,3,judged@10,11pt_avg.0.25,.5,ndcg.1=3,2=9,map');
    expect(document.metrics.map(({ spec }) => spec)).toEqual(['P_3', 'P_5', 'P_7', 'judged@10', '11pt_avg.0.25,.5', 'ndcg.1=3,2=9', 'map']);
    expect(valueOf(document, 'judged@10')).toBeGreaterThan(0);
    expect(valueOf(document, 'judged@10')).toBeLessThan(1);
    expect(valueOf(json('--metrics', 'judged@10', '-J'), 'judged@10')).toBe(1);
  });

  it('applies the options to RankLab’s metrics, too', () => {
    expect(valueOf(json('--metrics', 'ndcg@5', '-J', '-M', '5'), 'ndcg@5')).toBe(
      valueOf(json('-m', 'ndcg_cut.5', '-J', '-M', '5'), 'ndcg_cut_5'),
    );
    expect(valueOf(json('--metrics', 'map', '-M', '3'), 'map')).toBeCloseTo(valueOf(json('--metrics', 'map@3'), 'map@3') ?? NaN, 12);
  });

  it('prints Z scores from a file of means (-Z) under trec_eval’s names', () => {
    const scored = json('-m', 'map', '--metrics', 'ndcg@5', '-Z', file('graded.z'), '-q');
    expect(scored.metrics.map(({ spec }) => spec)).toEqual(['Zndcg@5', 'Zmap']);
    expect(scored.perUser?.[0]?.values['Zndcg@5']).toBe(-1_000_000);
    expect(scored.notes.join('\n')).toMatch(/6 values have no mean in the file.*-1000000/);
    expect(scored.conventions).toMatchObject({
      values: 'Z scores',
      metrics: [{ definition: 'ranklab', version: 1 }, { definition: 'trec_eval' }],
    });
    const wrong = ranklab(...graded, '-Z', file('graded.q'));
    expect(wrong.stderr).toMatch(/graded\.q:1: the mean “D301-0” is not a number/);
  });

  it('outputs its conventions and reports ties', () => {
    expect(json('-m', 'map', '-c', '-l', '2').conventions).toEqual({
      version: 1,
      scoreTies: 'larger document id first',
      average: 'queries',
      queriesWithoutRelevant: 'zero',
      missingQueries: 'zero',
      grades: 'whole numbers',
      relevanceLevel: 2,
      judgedOnly: false,
      maxRetrieved: null,
      collectionSize: 0,
      judgements: 'qrels',
      values: 'as measured',
      metrics: [{ spec: 'map', id: 'map', definition: 'trec_eval', version: null, cutoff: null }],
    });
    const { stdout } = ranklab(...graded, '-m', 'map');
    expect(stdout).toContain('5 queries have documents of equal score: larger document id first, as in trec_eval; ranges');
  });

  it('reads preferences and judgement groups', () => {
    const preferences = ranklab('evaluate', '--qrels', file('graded.p'), '--run', file('graded.r'), '-R', 'prefs', '-m', 'prefs');
    expect(preferences.stdout).toMatch(/prefs_simp +all +0\.\d{4}/);
    const groups = ranklab('evaluate', '--qrels', file('grouped.q'), '--run', file('graded.r'), '-R', 'qrels_jg', '-m', 'map_avgjg');
    expect(groups.stdout).toMatch(/map_avgjg +all +0\.\d{4}/);
  });

  it.each([
    ['an unknown measure', ['-m', 'precsion'], 'trec_eval has no measure “precsion”'],
    ['invalid parameters', ['-m', 'P.0'], 'cutoffs start at 1'],
    ['a metric that the judgements do not allow', ['-m', 'prefs_simp'], 'needs --judgements prefs or qrels_prefs'],
    ['an unknown format', ['-R', 'xml'], 'qrels_prefs'],
    ['a list length of 0', ['-M', '0'], 'whole number from 1'],
  ])('rejects %s', (_name, options, message) => {
    const { status, stderr, stdout } = ranklab(...graded, ...options);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('prints the range over the orders of equal scores below the table', () => {
    const ties = ranklab('evaluate', '--qrels', file('ties.q'), '--run', file('ties.r'), '--metrics', 'ndcg@10,map').stdout;
    expect(ties).toMatch(/ndcg@10 over the orders of equal scores: 0\.\d+ to [01]\.\d+/);
    expect(ranklab(...graded, '--metrics', 'p@1').stdout).not.toContain('over the orders of equal scores: NaN');
  });
});
