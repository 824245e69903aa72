import { noParams } from '../../core/registry';
import { linearFormula } from '../linear';
import { fieldOf } from '../lucene/documents';
import { hasSource, type ExportItem, type ExportRequest, type RankerPlan, type RankerTerm } from '../plan';
import { decimals, jsonFile, lines, textFile, type ExportTarget } from '../target';

const functionOf = ({ field }: RankerTerm): string => `signal_${field}`;

const expressions: Readonly<Record<string, string>> = {
  profile: 'sum(query(profile) * attribute(rl_embedding))',
  latent: 'sum(query(factors) * attribute(rl_factors))',
  categories: 'sum(query(categories) * attribute(rl_category_weights))',
  creator: 'sum(query(creators) * attribute(rl_creator_weights))',
};

const sum = (terms: readonly { readonly weight: number; readonly of: string }[]): string =>
  terms.length === 0 ? '0' : terms.map(({ weight, of }) => `(${weight}) * ${of}`).join(' + ');

function fields(plan: RankerPlan): string[] {
  const tensor = (name: string, type: string): string => `field ${name} type tensor<float>(${type}) { indexing: attribute }`;
  return [
    'field id type string { indexing: attribute | summary }',
    'field rl_row type int { indexing: attribute | summary }',
    'field rl_categories type array<string> { indexing: attribute | summary }',
    ...plan.terms
      .filter(({ source }) => source === 'item')
      .map(({ field }) => `field ${fieldOf(field)} type float { indexing: attribute }`),
    ...(hasSource(plan, 'profile') ? [tensor('rl_embedding', `x[${plan.dimensions.profile}]`)] : []),
    ...(hasSource(plan, 'latent') ? [tensor('rl_factors', `f[${plan.dimensions.factors}]`)] : []),
    ...(hasSource(plan, 'categories') ? [tensor('rl_category_weights', 'category{}')] : []),
    ...(hasSource(plan, 'creator') ? [tensor('rl_creator_weights', 'creator{}')] : []),
  ];
}

function inputs(plan: RankerPlan): string[] {
  const input = (name: string, type: string): string => `query(${name}) tensor<float>(${type})`;
  return [
    ...(hasSource(plan, 'profile') ? [input('profile', `x[${plan.dimensions.profile}]`)] : []),
    ...(hasSource(plan, 'latent') ? [input('factors', `f[${plan.dimensions.factors}]`)] : []),
    ...(hasSource(plan, 'categories') ? [input('categories', 'category{}')] : []),
    ...(hasSource(plan, 'creator') ? [input('creators', 'creator{}')] : []),
  ];
}

/** First phase: what costs nothing. Second: the formula with constants. Global: the same over the pool, where Vespa can normalise it. */
function schema(plan: RankerPlan): string {
  const { terms } = linearFormula(plan);
  const all = terms.map((term) => ({ weight: term.coefficient, of: functionOf(term) }));
  const cheap = terms.filter(({ source }) => source === 'item').map((term) => ({ weight: term.coefficient, of: functionOf(term) }));
  const global =
    plan.normalization === 'min-max'
      ? plan.terms.map((term) => ({ weight: term.weight, of: `normalize_linear(${functionOf(term)})` }))
      : all;
  const indent = (texts: readonly string[], depth: number): string => texts.map((text) => `${'  '.repeat(depth)}${text}\n`).join('');
  return [
    'schema item {\n  document item {\n',
    indent(fields(plan), 2),
    '  }\n  rank-profile ranklab {\n    inputs {\n',
    indent(inputs(plan), 3),
    '    }\n',
    indent(
      plan.terms.map(
        (term) => `function ${functionOf(term)}() { expression: ${expressions[term.source] ?? `attribute(${fieldOf(term.field)})`} }`,
      ),
      2,
    ),
    `    first-phase {\n      expression: ${sum(cheap)}\n    }\n`,
    `    second-phase {\n      rerank-count: ${plan.poolSize}\n      expression: ${sum(all)}\n    }\n`,
    `    global-phase {\n      rerank-count: ${plan.poolSize}\n      expression: ${sum(global)}\n    }\n`,
    '  }\n}\n',
  ].join('');
}

function feedLine(item: ExportItem, plan: RankerPlan): string {
  const assign = (value: unknown): { assign: unknown } => ({ assign: value });
  const weights = Object.fromEntries(item.categories.map((category) => [category, 1 / item.categories.length]));
  const values = Object.entries(item.values).map(([field, value]) => [fieldOf(field), assign(value)] as const);
  return JSON.stringify({
    update: `id:ranklab:item::${item.id}`,
    create: true,
    fields: {
      id: assign(item.id),
      rl_row: assign(item.row),
      rl_categories: assign(item.categories),
      ...Object.fromEntries(values),
      ...(item.profile && { rl_embedding: assign({ values: decimals(item.profile) }) }),
      ...(item.factors && { rl_factors: assign({ values: decimals(item.factors) }) }),
      ...(hasSource(plan, 'categories') && { rl_category_weights: assign({ cells: weights }) }),
      ...(hasSource(plan, 'creator') && { rl_creator_weights: assign({ cells: item.creator === null ? {} : { [item.creator]: 1 } }) }),
    },
  });
}

const quoted = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(', ');

function query(plan: RankerPlan): object {
  const pool = plan.pools[0];
  const request: ExportRequest = pool?.request ?? { user: '' };
  const { include, exclude } = plan.filters;
  const either = (categories: readonly string[]): string =>
    `(${categories.map((category) => `rl_categories contains ${JSON.stringify(category)}`).join(' or ')})`;
  const where = [
    `id in (${quoted(pool?.candidates.map(({ id }) => id) ?? [])})`,
    ...(include.length > 0 ? [either(include)] : []),
    ...(exclude.length > 0 ? [`!${either(exclude)}`] : []),
  ];
  return {
    yql: `select id from item where ${where.join(' and ')}`,
    hits: 10,
    ranking: 'ranklab',
    ...(request.profile && { 'input.query(profile)': decimals(request.profile) }),
    ...(request.factors && { 'input.query(factors)': decimals(request.factors) }),
    ...(hasSource(plan, 'categories') && { 'input.query(categories)': request.categories ?? {} }),
    ...(hasSource(plan, 'creator') && { 'input.query(creators)': request.creators ?? {} }),
  };
}

export const vespaTarget: ExportTarget = {
  id: 'vespa',
  label: 'Vespa',
  description: 'A schema with a rank profile of three phases; min-max normalisation over the pool in the global phase.',
  params: noParams,
  abilities: {
    sources: ['item', 'profile', 'latent', 'categories', 'creator'],
    categoryFilters: true,
    creatorLimit: false,
    ties: false,
  },
  scalings: (normalization) => (normalization === 'min-max' ? ['pool', 'fixed'] : ['fixed']),
  limits: ['the global phase normalises over the hits it re-ranks: keep `rerank-count` and the number of candidates at the pool size.'],
  steps: [
    'Put `item.sd` into `schemas/` of your application package (or its fields and rank profile into a schema of yours) and deploy it.',
    'Fill it: `vespa feed backfill.jsonl`, and again as often as the table below says.',
    'Search with `query.json`, in which the candidates’ ids and the user’s inputs are an example.',
  ],
  write: (plan) => [
    textFile('item.sd', schema(plan)),
    { name: 'backfill.jsonl', mediaType: 'application/x-ndjson', chunks: lines(plan.items(), (item) => feedLine(item, plan)) },
    jsonFile('query.json', query(plan)),
  ],
};
