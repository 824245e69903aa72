import { describe, expect, it } from 'vitest';
import { definitionFacts, definitionsTable, matchingDefinitions, type MetricEntry } from './definitions';

const metric = (id: string, more: Partial<MetricEntry> = {}): MetricEntry => ({
  id,
  label: id.toUpperCase(),
  description: `what ${id} is`,
  params: {},
  formula: 'x',
  source: 'trec_eval',
  range: '0 to 1',
  direction: 'higher',
  scope: 'user',
  hasIdeal: true,
  cutoff: 'optional',
  needs: [],
  aliases: [],
  dialectOf: null,
  edgePolicy: 'no relevant item: no value',
  version: '1',
  ...more,
});
const metrics = [
  metric('mrr', { aliases: ['recip_rank'] }),
  metric('recall'),
  metric('recall_capped', { dialectOf: 'recall', source: 'LensKit' }),
  metric('gini', { direction: 'lower', scope: 'global' }),
];

describe('definitions', () => {
  it('finds a metric by alias, and a dialect by the metric it varies', () => {
    expect(matchingDefinitions(metrics, 'Recip').map(({ id }) => id)).toEqual(['mrr']);
    expect(matchingDefinitions(metrics, 'recall').map(({ id }) => id)).toEqual(['recall', 'recall_capped']);
    expect(matchingDefinitions(metrics, 'recall lenskit').map(({ id }) => id)).toEqual(['recall_capped']);
    expect(matchingDefinitions(metrics, ' ')).toHaveLength(4);
  });

  it('displays direction and scope and omits lines that do not apply', () => {
    const facts = new Map(definitionFacts(metrics[3]));
    expect(facts.get('Range')).toBe('0 to 1; lower is better');
    expect(facts.get('Scope')).toBe('one value per run');
    expect(facts.has('Dialect of')).toBe(false);
    expect(facts.has('Needs')).toBe(false);
    expect(new Map(definitionFacts(metrics[2])).get('Dialect of')).toBe('recall');
  });

  it('copies the displayed text', () => {
    expect(definitionsTable(metrics.slice(0, 1)).rows).toEqual([
      ['mrr', 'MRR', 'x', '0 to 1', 'higher', 'user', 'no relevant item: no value', 'trec_eval', '1'],
    ]);
  });
});
