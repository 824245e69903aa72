import { noParams } from '../../core/registry';
import { hasSource, type ExportItem, type RankerPlan } from '../plan';
import { duckdb, postgres, type Dialect } from '../sql/dialect';
import { rankQuery } from '../sql/query';
import { decimals, lines, textFile, type ExportTarget, type TargetFile } from '../target';

const itemTerms = ({ terms }: RankerPlan): string[] => terms.filter(({ source }) => source === 'item').map(({ field }) => field);

function schema(plan: RankerPlan, dialect: Dialect, first: string): string {
  const columns = [
    'item_id text primary key',
    'item_row integer not null',
    `categories ${dialect.texts} not null`,
    'creator text',
    ...itemTerms(plan).map((field) => `${field} real not null`),
    ...(hasSource(plan, 'profile') ? [`embedding ${dialect.vector(plan.dimensions.profile)}`] : []),
    ...(hasSource(plan, 'latent') ? [`factors ${dialect.vector(plan.dimensions.factors)}`] : []),
  ];
  return `${first}create table ranklab_items (\n  ${columns.join(',\n  ')}\n);\n`;
}

const cell = (value: string | number | null | undefined): string => {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return /[",\n\r]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
};

function backfill(plan: RankerPlan, dialect: Dialect): TargetFile {
  const vectors = [...(hasSource(plan, 'profile') ? ['embedding'] : []), ...(hasSource(plan, 'latent') ? ['factors'] : [])];
  const header = ['item_id', 'item_row', 'categories', 'creator', ...itemTerms(plan), ...vectors];
  const row = (item: ExportItem): string =>
    [
      item.id,
      item.row,
      dialect.textsText(item.categories),
      item.creator,
      ...itemTerms(plan).map((field) => item.values[field]),
      ...(hasSource(plan, 'profile') ? [item.profile && dialect.vectorText(decimals(item.profile))] : []),
      ...(hasSource(plan, 'latent') ? [item.factors && dialect.vectorText(decimals(item.factors))] : []),
    ]
      .map(cell)
      .join(',');
  const chunks = function* (): Generator<string> {
    yield `${header.join(',')}\n`;
    yield* lines(plan.items(), row);
  };
  return { name: 'backfill.csv', mediaType: 'text/csv', chunks: chunks() };
}

const parameters = (plan: RankerPlan): string =>
  [
    '`ids` and `merge_scores` (arrays of the candidates)',
    ...(hasSource(plan, 'profile') ? ['`profile` (vector or null)'] : []),
    ...(hasSource(plan, 'latent') ? ['`factors` (vector or null)'] : []),
    ...(hasSource(plan, 'categories') ? ['`categories` (JSON of shares)'] : []),
    ...(hasSource(plan, 'creator') ? ['`creators` (JSON of shares)'] : []),
    '`length`',
  ].join(', ');

const everything = {
  sources: ['item', 'profile', 'latent', 'categories', 'creator', 'candidate'],
  categoryFilters: true,
  creatorLimit: true,
  ties: true,
} as const;

export const postgresTarget: ExportTarget = {
  id: 'postgresql',
  label: 'PostgreSQL (pgvector)',
  description: 'A table and a query that normalises over the candidates, as RankLab does.',
  params: noParams,
  abilities: everything,
  scalings: () => ['pool'],
  steps: [
    'Make the table: `psql -f schema.sql` (needs the extension pgvector where the variant uses vectors).',
    'Fill it: `psql -f load.sql`, and again as often as the table below says.',
    'Run `rank.sql` with the parameters that `parameters.md` names; with psql give them by `-v`, in a program bind them in place of `:name`.',
  ],
  write: (plan) => [
    textFile('schema.sql', schema(plan, postgres, hasSource(plan, 'profile', 'latent') ? 'create extension if not exists vector;\n' : '')),
    textFile('load.sql', `${postgres.load}\n`),
    backfill(plan, postgres),
    textFile('rank.sql', rankQuery(plan, postgres)),
    textFile('parameters.md', `Parameters of rank.sql: ${parameters(plan)}.\n`),
  ],
};

export const duckdbTarget: ExportTarget = {
  id: 'duckdb',
  label: 'DuckDB',
  description: 'A table and a query that normalises over the candidates, as RankLab does.',
  params: noParams,
  abilities: everything,
  scalings: () => ['pool'],
  steps: [
    'Make the table: `duckdb items.db < schema.sql`.',
    'Fill it: `duckdb items.db < load.sql`, and again as often as the table below says.',
    'Run `rank.sql` with the named parameters of `parameters.md`.',
  ],
  write: (plan) => [
    textFile('schema.sql', schema(plan, duckdb, '')),
    textFile('load.sql', `${duckdb.load}\n`),
    backfill(plan, duckdb),
    textFile('rank.sql', rankQuery(plan, duckdb)),
    textFile('parameters.md', `Parameters of rank.sql: ${parameters(plan)}.\n`),
  ],
};
