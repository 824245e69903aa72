import { noParams } from '../../core/registry';
import { linearFormula } from '../linear';
import { fieldOf, norm } from '../lucene/documents';
import { hasSource, type ExportItem, type RankerPlan, type RankerTerm } from '../plan';
import { decimals, jsonFile, textFile, type ExportTarget } from '../target';

/** Solr's cosine is (1 + cos) / 2; a document without a vector has length 0, so that its product is 0. */
const product = (vector: string, field: string, lengths: string): string =>
  `{!func}product(sub(product(2,vectorSimilarity(FLOAT32,COSINE,\${${vector}},${field})),1),${lengths})`;

function feature(term: RankerTerm): object {
  const named = { name: fieldOf(term.field), store: 'ranklab' };
  const queries: Readonly<Record<string, string>> = {
    profile: product('profile', 'rl_embedding', 'field(rl_embedding_norm)'),
    latent: product('factors', 'rl_factors', 'field(rl_factors_norm),${factors_norm}'),
  };
  const q = queries[term.source];
  return q === undefined
    ? { ...named, class: 'org.apache.solr.ltr.feature.FieldValueFeature', params: { field: fieldOf(term.field) } }
    : { ...named, class: 'org.apache.solr.ltr.feature.SolrFeature', params: { q } };
}

function schema(plan: RankerPlan): object {
  const vector = (name: string, dimension: number | undefined): object => ({
    name,
    class: 'solr.DenseVectorField',
    vectorDimension: dimension,
    similarityFunction: 'cosine',
  });
  const field = (name: string, type: string): object => ({ name, type, indexed: true, stored: true, docValues: true });
  return {
    'add-field-type': [
      ...(hasSource(plan, 'profile') ? [vector('rl_embedding_vector', plan.dimensions.profile)] : []),
      ...(hasSource(plan, 'latent') ? [vector('rl_factors_vector', plan.dimensions.factors)] : []),
    ],
    'add-field': [
      field('rl_row', 'pint'),
      { ...field('rl_categories', 'string'), multiValued: true },
      ...plan.terms.filter(({ source }) => source === 'item').map((term) => field(fieldOf(term.field), 'pfloat')),
      ...(hasSource(plan, 'profile')
        ? [{ name: 'rl_embedding', type: 'rl_embedding_vector', indexed: true, stored: true }, field('rl_embedding_norm', 'pfloat')]
        : []),
      ...(hasSource(plan, 'latent')
        ? [{ name: 'rl_factors', type: 'rl_factors_vector', indexed: true, stored: true }, field('rl_factors_norm', 'pfloat')]
        : []),
    ],
  };
}

/** Atomic updates: the document keeps its other fields. */
function document(item: ExportItem, plan: RankerPlan): string {
  const set = (value: unknown): { set: unknown } => ({ set: value });
  return JSON.stringify({
    id: item.id,
    rl_row: set(item.row),
    rl_categories: set(item.categories),
    ...Object.fromEntries(Object.entries(item.values).map(([field, value]) => [fieldOf(field), set(value)])),
    ...(hasSource(plan, 'profile') && { rl_embedding_norm: set(item.profile ? 1 : 0) }),
    ...(item.profile && { rl_embedding: set(decimals(item.profile)) }),
    ...(hasSource(plan, 'latent') && { rl_factors_norm: set(item.factors ? norm(item.factors) : 0) }),
    ...(item.factors && { rl_factors: set(decimals(item.factors)) }),
  });
}

function* backfill(plan: RankerPlan): Generator<string> {
  let first = true;
  for (const item of plan.items()) {
    yield `${first ? '[\n' : ',\n'}${document(item, plan)}`;
    first = false;
  }
  yield first ? '[]\n' : '\n]\n';
}

/** `"` and `\` end or escape a phrase of the query language. */
const phrase = (text: string): string => `"${text.replace(/["\\]/g, (sign) => `\\${sign}`)}"`;

function query(plan: RankerPlan): object {
  const pool = plan.pools[0];
  const { include, exclude } = plan.filters;
  const efi = [
    ...(hasSource(plan, 'profile') ? [`efi.profile='[${(pool?.request.profile ? decimals(pool.request.profile) : []).join(',')}]'`] : []),
    ...(hasSource(plan, 'latent')
      ? [
          `efi.factors='[${(pool?.request.factors ? decimals(pool.request.factors) : []).join(',')}]'`,
          `efi.factors_norm=${pool?.request.factors ? norm(pool.request.factors) : 0}`,
        ]
      : []),
  ];
  return {
    query: '*:*',
    filter: [
      `{!terms f=id separator="\\u001f"}${pool?.candidates.map(({ id }) => id).join('\u001f') ?? ''}`,
      ...(include.length > 0 ? [`rl_categories:(${include.map(phrase).join(' OR ')})`] : []),
      ...(exclude.length > 0 ? [`-rl_categories:(${exclude.map(phrase).join(' OR ')})`] : []),
    ],
    limit: 10,
    fields: 'id,score',
    params: { rq: `{!ltr reRankDocs=${plan.poolSize} ${[...efi, 'model=ranklab'].join(' ')}}` },
  };
}

export const solrTarget: ExportTarget = {
  id: 'solr',
  label: 'Solr',
  description: 'Features and a linear model of the learning-to-rank module.',
  params: noParams,
  abilities: { sources: ['item', 'profile', 'latent'], categoryFilters: true, creatorLimit: false, ties: false },
  scalings: () => ['fixed'],
  limits: ['scores are single-precision numbers: candidates whose scores differ by less than one part in a million may change places.'],
  steps: [
    'Turn the `ltr` module on, then `POST /solr/COLLECTION/schema` with `schema.json`, `PUT /solr/COLLECTION/schema/feature-store` with `features.json` and `PUT /solr/COLLECTION/schema/model-store` with `model.json`.',
    'Fill it: `POST /solr/COLLECTION/update?commit=true` with `backfill.json`, and again as often as the table below says.',
    'Search: `POST /solr/COLLECTION/query` with `query.json`, in which the candidates’ ids and the user’s `efi` are an example.',
  ],
  write(plan) {
    const { terms } = linearFormula(plan);
    const model = {
      class: 'org.apache.solr.ltr.model.LinearModel',
      name: 'ranklab',
      store: 'ranklab',
      features: terms.map(({ field }) => ({ name: fieldOf(field) })),
      params: { weights: Object.fromEntries(terms.map(({ field, coefficient }) => [fieldOf(field), coefficient])) },
    };
    return [
      jsonFile('schema.json', schema(plan)),
      jsonFile('features.json', terms.map(feature)),
      jsonFile('model.json', model),
      { name: 'backfill.json', mediaType: 'application/json', chunks: backfill(plan) },
      textFile('query.json', `${JSON.stringify(query(plan), null, 2)}\n`, 'application/json'),
    ];
  },
};
