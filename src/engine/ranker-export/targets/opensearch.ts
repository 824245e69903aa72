import { noParams } from '../../core/registry';
import type { Normalization } from '#shared/schemas/variant';
import { linearFormula, type LinearFormula } from '../linear';
import { bulkFile, candidateFilter, documentFields, requestParams } from '../lucene/documents';
import { signalScript } from '../lucene/painless';
import { rankingPlugin, sharedQueries } from '../lucene/queries';
import type { RankerPlan } from '../plan';
import { jsonFile, type ExportTarget, type TargetFile } from '../target';

/** Lengths are stored, because the functions for scripts include the cosine but no product. */
const vectors = {
  profile: `cosineSimilarity(params.profile, doc['rl_embedding'])`,
  factors: `cosineSimilarity(params.factors, doc['rl_factors']) * params.factors_norm * doc['rl_factors_norm'].value`,
};

/** A hybrid query has at most so many parts. */
const mostParts = 5;

const usesHybrid = (normalization: Normalization, terms: RankerPlan['terms']): boolean =>
  normalization === 'min-max' && terms.filter(({ span }) => span > 0).length <= mostParts;

const vectorField = (dimension: number | undefined): object => ({ type: 'knn_vector', dimension });

const indexBody = (plan: RankerPlan): object => ({
  settings: { index: { knn: false } },
  mappings: { properties: documentFields(plan, vectorField) },
});

/** One part per signal over the same candidates, so that the processor's min-max is that of the pool. */
function hybrid(plan: RankerPlan, { terms }: LinearFormula): TargetFile[] {
  const pool = plan.pools[0];
  const params = pool ? requestParams(pool.request, plan) : {};
  const total = terms.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const queries = terms.map((term) => ({
    script_score: { query: candidateFilter(pool, plan), script: { source: signalScript(term, vectors, term.weight < 0), params } },
  }));
  return [
    jsonFile('search-pipeline.json', {
      description: `RankLab: ${plan.variant}`,
      phase_results_processors: [
        {
          'normalization-processor': {
            normalization: { technique: 'min_max' },
            combination: { technique: 'arithmetic_mean', parameters: { weights: terms.map(({ weight }) => Math.abs(weight) / total) } },
          },
        },
      ],
    }),
    jsonFile('query-hybrid.json', { size: 10, query: { hybrid: { pagination_depth: plan.poolSize, queries } } }),
  ];
}

export const opensearchTarget: ExportTarget = {
  id: 'opensearch',
  label: 'OpenSearch',
  description: 'script_score, function_score, rescore, a linear model for learning to rank, and a hybrid query with normalisation.',
  params: noParams,
  abilities: {
    sources: ['item', 'profile', 'latent', 'categories', 'creator'],
    categoryFilters: true,
    creatorLimit: false,
    ties: true,
  },
  scalings: (normalization, terms) => (usesHybrid(normalization, terms) ? ['floor', 'fixed'] : ['fixed']),
  limits: [
    'scores are single-precision numbers: candidates whose scores differ by less than one part in a million may change places.',
    `a hybrid query is written for min-max normalisation and at most ${mostParts} signals only, and gives equal scores no order.`,
  ],
  steps: [
    'Make the index with `index.json` (`PUT /INDEX`), or add its `mappings` to yours (`PUT /INDEX/_mapping`).',
    'Fill it: `POST /INDEX/_bulk` with `backfill.ndjson` (in parts of some thousand lines), and again as often as the table below says.',
    'Search with `query-hybrid.json` (where present; first `PUT /_search/pipeline/ranklab` with `search-pipeline.json`, then `POST /INDEX/_search?search_pipeline=ranklab`), which normalises over the pool, or with `query-script-score.json`, `query-function-score.json` (where present), `query-rescore.json` or `query-ltr.json`, which use constants. For learning to rank first `POST /_ltr/_featureset/ranklab` with `ltr-featureset.json` and `POST /_ltr/_featureset/ranklab/_createmodel` with `ltr-model.json`. Candidates’ ids and the user’s parameters in the queries are an example.',
  ],
  write(plan) {
    const formula = linearFormula(plan);
    return [
      jsonFile('index.json', indexBody(plan)),
      bulkFile(plan),
      ...(usesHybrid(plan.normalization, plan.terms) ? hybrid(plan, formula) : []),
      ...sharedQueries(plan, formula, vectors),
      ...rankingPlugin(plan, formula, vectors),
    ];
  },
};
