import type { LinearFormula, LinearTerm } from '../linear';
import type { RankerPlan } from '../plan';
import { jsonFile, type TargetFile } from '../target';
import { candidateFilter, fieldOf, requestParams, sortByScore } from './documents';
import { formulaScript, signalScript, weightParams, type VectorFunctions } from './painless';

/** The queries that Elasticsearch and OpenSearch share. Each holds the first test pool as its example. */
export function sharedQueries(plan: RankerPlan, formula: LinearFormula, vectors: VectorFunctions): TargetFile[] {
  const pool = plan.pools[0];
  const filter = candidateFilter(pool, plan);
  const params = pool ? requestParams(pool.request, plan) : {};
  const scripted = {
    script_score: { query: filter, script: { source: formulaScript(formula, vectors), params: { ...weightParams(formula), ...params } } },
  };
  const functions = scoreFunctions(formula, vectors, params);
  const rest = { size: 10, track_total_hits: false };
  return [
    jsonFile('query-script-score.json', { ...rest, query: scripted, sort: sortByScore }),
    ...(functions
      ? [
          jsonFile('query-function-score.json', {
            ...rest,
            query: { function_score: { query: filter, functions, score_mode: 'sum', boost_mode: 'replace' } },
            sort: sortByScore,
          }),
        ]
      : []),
    jsonFile('query-rescore.json', {
      ...rest,
      query: filter,
      rescore: {
        window_size: plan.poolSize,
        query: { rescore_query: scripted, query_weight: 0, rescore_query_weight: 1, score_mode: 'total' },
      },
    }),
  ];
}

/** A sum of functions, each at least 0: only where no weight is negative. */
function scoreFunctions({ terms }: LinearFormula, vectors: VectorFunctions, params: object): object[] | undefined {
  if (terms.some(({ coefficient, source, minimum }) => coefficient < 0 || (source === 'item' && minimum < 0))) return undefined;
  return terms.map((term) => ({
    ...(term.source === 'item'
      ? { field_value_factor: { field: fieldOf(term.field), missing: 0 } }
      : { script_score: { script: { source: signalScript(term, vectors), params } } }),
    weight: term.coefficient,
  }));
}

/** Features and linear model for the learning-to-rank plug-in; a constant feature keeps scores above 0. */
export function rankingPlugin(plan: RankerPlan, formula: LinearFormula, vectors: VectorFunctions): TargetFile[] {
  const shift = formula.terms.reduce((sum, { coefficient, minimum }) => sum + coefficient * Math.max(0, -minimum), 0);
  const weights = Object.fromEntries(formula.terms.map(({ field, coefficient }) => [fieldOf(field), coefficient]));
  const pool = plan.pools[0];
  return [
    jsonFile('ltr-featureset.json', {
      featureset: {
        name: 'ranklab',
        features: [...formula.terms.map((term) => feature(term, vectors)), constantFeature],
      },
    }),
    jsonFile('ltr-model.json', {
      model: {
        name: 'ranklab',
        model: { type: 'model/linear', definition: JSON.stringify({ ...weights, rl_constant: formula.offset - shift }) },
      },
    }),
    jsonFile('query-ltr.json', {
      size: 10,
      query: candidateFilter(pool, plan),
      rescore: {
        window_size: plan.poolSize,
        query: {
          rescore_query: { sltr: { model: 'ranklab', params: pool ? requestParams(pool.request, plan) : {} } },
          query_weight: 0,
          rescore_query_weight: 1,
        },
      },
    }),
  ];
}

const constantFeature = {
  name: 'rl_constant',
  params: [],
  template_language: 'mustache',
  template: { constant_score: { filter: { match_all: {} }, boost: 1 } },
};

const paramsOf: Readonly<Record<string, readonly string[]>> = {
  profile: ['profile'],
  latent: ['factors', 'factors_norm'],
  categories: ['categories'],
  creator: ['creators'],
};

function feature(term: LinearTerm, vectors: VectorFunctions): object {
  const base = { name: fieldOf(term.field), template_language: 'mustache' };
  if (term.source === 'item' && term.minimum >= 0) {
    const template = {
      function_score: {
        query: { match_all: {} },
        field_value_factor: { field: fieldOf(term.field), missing: 0 },
        boost_mode: 'replace',
      },
    };
    return { ...base, params: [], template };
  }
  const params = paramsOf[term.source] ?? [];
  const source = JSON.stringify(signalScript(term, vectors));
  const parameters = params.map((name) => `"${name}": {{#toJson}}${name}{{/toJson}}`).join(', ');
  const template = `{"script_score": {"query": {"match_all": {}}, "script": {"source": ${source}, "params": {${parameters}}}}}`;
  return { ...base, params, template };
}
