import { noParams } from '../../core/registry';
import { linearFormula } from '../linear';
import { bulkFile, documentFields } from '../lucene/documents';
import { rankingPlugin, sharedQueries } from '../lucene/queries';
import { jsonFile, type ExportTarget } from '../target';

const vectors = {
  profile: `dotProduct(params.profile, 'rl_embedding')`,
  factors: `dotProduct(params.factors, 'rl_factors')`,
};

/** Not indexed: candidates come from elsewhere, and scripts read the values. */
const vectorField = (dims: number | undefined): object => ({ type: 'dense_vector', dims, index: false });

export const elasticsearchTarget: ExportTarget = {
  id: 'elasticsearch',
  label: 'Elasticsearch',
  description: 'script_score, function_score, rescore and a linear model of the learning-to-rank plug-in.',
  params: noParams,
  abilities: {
    sources: ['item', 'profile', 'latent', 'categories', 'creator'],
    categoryFilters: true,
    creatorLimit: false,
    ties: true,
  },
  scalings: () => ['fixed'],
  limits: ['scores are single-precision numbers: candidates whose scores differ by less than one part in a million may change places.'],
  steps: [
    'Add the fields to your index: `PUT /INDEX/_mapping` with `mapping.json`.',
    'Fill them: `POST /INDEX/_bulk` with `backfill.ndjson` (in parts of some thousand lines), and again as often as the table below says.',
    'Search with `query-script-score.json`, in which the ids of the candidates and the user’s parameters are an example; `query-function-score.json` (where present), `query-rescore.json` and `query-ltr.json` rank alike. For the plug-in first `POST /_ltr/_featureset/ranklab` with `ltr-featureset.json` and `POST /_ltr/_featureset/ranklab/_createmodel` with `ltr-model.json`.',
  ],
  write(plan) {
    const formula = linearFormula(plan);
    return [
      jsonFile('mapping.json', { properties: documentFields(plan, vectorField) }),
      bulkFile(plan),
      ...sharedQueries(plan, formula, vectors),
      ...rankingPlugin(plan, formula, vectors),
    ];
  },
};
