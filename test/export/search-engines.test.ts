/**
 * Every formula for a search engine is evaluated from the exported files by the engine's documented rules, independently of the
 * exporter, and must give the expected order of 1,000 pools.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { exportTargets } from '#engine/ranker-export/registry';
import type { Variant } from '#shared/schemas/variant';
import { everything, exportTo, fittedSides, mixed, poolsOf, withNormalization, type Exported, type Pool, type Sides } from './exported';
import { elasticsearchMath, opensearchMath } from './evaluators/painless';
import { SearchEngine, type ScriptScore } from './evaluators/search-engine';
import { Solr } from './evaluators/solr';
import { Vespa } from './evaluators/vespa';

let sides: Sides;
beforeAll(async () => {
  sides = await fittedSides();
}, 300_000);

/** For each target and the variant that uses all it can express; others are measured on fewer pools. */
const poolCount = 1_000;
const fewPools = 200;
const exported = (target: string, chosen: Variant, count = poolCount): Promise<Exported> =>
  exportTo(exportTargets.get(target), chosen, sides, count);

/** All pools are in the expected order; the pools are large enough for a meaningful test. */
function expectOrders(pools: readonly Pool[], scaling: string, rank: (pool: Pool) => string[], count = poolCount): void {
  expect(pools).toHaveLength(count);
  expect(pools.reduce((sum, { candidates }) => sum + candidates.length, 0) / count).toBeGreaterThan(30);
  const wrong = pools.filter((pool) => rank(pool).join() !== pool.expected[scaling]?.join());
  expect(wrong.length, `of ${count} pools; first: ${JSON.stringify(wrong[0]?.request.user)}`).toBe(0);
}

describe.each([
  ['elasticsearch', elasticsearchMath],
  ['opensearch', opensearchMath],
] as const)('%s', (target, math) => {
  it.each([everything, withNormalization(everything, 'none'), ...(target === 'opensearch' ? [] : [withNormalization(mixed, 'rank')])])(
    'script_score, rescore and the plug-in’s model rank as expected: $name',
    async (chosen) => {
      const count = chosen === everything ? poolCount : fewPools;
      const files = await exported(target, chosen, count);
      const engine = new SearchEngine(files, math);
      const pools = poolsOf(files);
      const { query } = files.json<{ query: ScriptScore }>('query-script-score.json');
      expectOrders(pools, 'fixed', (pool) => engine.scriptScore(pool, query), count);
      const rescored = files.json<Parameters<SearchEngine['rescore']>[1]>('query-rescore.json');
      expectOrders(pools, 'fixed', (pool) => engine.rescore(pool, rescored), count);
      expectOrders(pools, 'fixed', (pool) => engine.plugin(pool, query.script_score.query), count);
    },
    300_000,
  );

  it('function_score ranks as expected, and is not written for negative weights', async () => {
    const files = await exported(target, mixed, fewPools);
    const engine = new SearchEngine(files, math);
    const { query } = files.json<{ query: Parameters<SearchEngine['functionScore']>[1] & { function_score: { query: never } } }>(
      'query-function-score.json',
    );
    expectOrders(poolsOf(files), 'fixed', (pool) => engine.functionScore(pool, query, query.function_score.query), fewPools);
    expect((await exported(target, everything, 1)).names).not.toContain('query-function-score.json');
  }, 300_000);

  it('applies the category filters', async () => {
    const [category = ''] = sides.serving.view.dataset.items.categories.labels;
    const filters = { includeCategories: [], excludeCategories: [category], maxPerCreator: 1 };
    const files = await exported(target, { ...mixed, filters }, fewPools);
    const engine = new SearchEngine(files, math);
    const pools = poolsOf(files);
    const { query } = files.json<{ query: ScriptScore }>('query-script-score.json');
    expect(pools.some(({ candidates, expected }) => (expected.fixed?.length ?? 0) < candidates.length)).toBe(true);
    expectOrders(pools, 'fixed', (pool) => engine.scriptScore(pool, query), fewPools);
    expect(files.text('README.md')).toContain('at most 1 per creator | lost');
  }, 300_000);
});

it('OpenSearch’s hybrid query normalises over the pool, also with a negative weight', async () => {
  const against = { ...mixed, weights: { ...mixed.weights, popularity: -0.2 } };
  for (const chosen of [mixed, against]) {
    const files = await exported('opensearch', chosen, poolCount / 2);
    const engine = new SearchEngine(files, opensearchMath);
    const { query } = files.json<{ query: { hybrid: { queries: ScriptScore[] } } }>('query-hybrid.json');
    const { phase_results_processors: processors } = files.json<{
      phase_results_processors: { 'normalization-processor': { combination: { parameters: { weights: number[] } } } }[];
    }>('search-pipeline.json');
    const weights = processors[0]?.['normalization-processor'].combination.parameters.weights ?? [];
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expectOrders(poolsOf(files), 'floor', (pool) => engine.hybrid(pool, query.hybrid.queries, weights), poolCount / 2);
  }
  expect((await exported('opensearch', everything, 1)).names).not.toContain('query-hybrid.json');
}, 300_000);

it('Vespa ranks as expected: second phase with constants, global phase normalised over the pool', async () => {
  for (const [chosen, count] of [
    [mixed, fewPools],
    [everything, poolCount],
  ] as const) {
    const files = await exported('vespa', chosen, count);
    const engine = new Vespa(files);
    expectOrders(poolsOf(files), 'fixed', (pool) => engine.phase('second-phase', pool), count);
    expectOrders(poolsOf(files), 'pool', (pool) => engine.phase('global-phase', pool), count);
  }
  const plain = await exported('vespa', withNormalization(everything, 'z-score'), fewPools);
  const engine = new Vespa(plain);
  expectOrders(poolsOf(plain), 'fixed', (pool) => engine.phase('global-phase', pool), fewPools);
}, 300_000);

it('Solr’s features and linear model rank as expected', async () => {
  for (const [chosen, count] of [
    [mixed, fewPools],
    [everything, poolCount],
    [withNormalization(mixed, 'none'), fewPools],
  ] as const) {
    const files = await exported('solr', chosen, count);
    const engine = new Solr(files);
    expectOrders(poolsOf(files), 'fixed', (pool) => engine.rank(pool), count);
    expect(files.text('README.md')).toContain('| signal category-affinity | lost |');
  }
}, 300_000);

it('Metarank’s features equal the variant’s signals, and its examples have the variant’s order', async () => {
  const files = await exported('metarank', everything);
  const config = files.text('metarank.yml');
  const sources = [...config.matchAll(/- name: (\w+)\n {4}type: number\n {4}scope: item\n {4}source: item\.(\w+)/g)];
  const items = new Map(
    files
      .jsonLines<{ item: string; fields: { name: string; value: number }[] }>('backfill.jsonl')
      .map(({ item, fields }) => [item, new Map(fields.map(({ name, value }) => [name, value]))] as const),
  );
  const weights = everything.weights;
  const weightOf = (field: string): number => weights[field.replace('rl_', '').replaceAll('_', '-')] ?? NaN;
  const { expected: scaling } = { expected: 'pool' };
  expectOrders(poolsOf(files), scaling, ({ candidates }) => {
    const scores = new Map(candidates.map(({ id }) => [id, 0]));
    for (const [, name = '', source = ''] of sources) {
      const values = candidates.map(({ id }) => Math.fround(items.get(id)?.get(source) ?? NaN));
      const [low, high] = [Math.min(...values), Math.max(...values)];
      candidates.forEach(({ id }, i) => {
        const scaled = high > low ? ((values[i] ?? NaN) - low) / (high - low) : 0;
        scores.set(id, (scores.get(id) ?? 0) + weightOf(name) * scaled);
      });
    }
    return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
  });
  const events = files.jsonLines<{ event: string; ranking?: string; item?: string }>('training-events.jsonl');
  const first = poolsOf(files)[0];
  const clicked = events.filter(({ ranking }) => ranking === 'ranking-0').map(({ item }) => item);
  expect(clicked.slice(0, 3)).toEqual(first?.expected.pool?.slice(0, 3));
  expect(files.text('README.md')).toContain('Metarank has no linear model');
}, 300_000);
