import { noParams } from '../../core/registry';
import { fieldOf } from '../lucene/documents';
import type { ExportItem, RankerPlan, TestPool } from '../plan';
import { lines, textFile, type ExportTarget } from '../target';

/** Times only put the events in order: items first, then one ranking a second. */
const itemsAtMs = 1_700_000_000_000;

function config({ terms }: RankerPlan): string {
  const features = terms.map(
    ({ field }) => `  - name: ${fieldOf(field)}\n    type: number\n    scope: item\n    source: item.${fieldOf(field)}\n`,
  );
  return [
    'features:\n',
    ...features,
    'models:\n  ranklab:\n    type: lambdamart\n    backend:\n      type: xgboost\n      iterations: 100\n      seed: 42\n',
    '    weights:\n      click: 1\n    features:\n',
    ...terms.map(({ field }) => `      - ${fieldOf(field)}\n`),
  ].join('');
}

const itemEvent = (item: ExportItem): string =>
  JSON.stringify({
    event: 'item',
    id: `item-${item.row}`,
    item: item.id,
    timestamp: String(itemsAtMs),
    fields: Object.entries(item.values).map(([field, value]) => ({ name: fieldOf(field), value })),
  });

/** A ranking, and clicks on the third that the variant puts first: from these Metarank learns. */
function* trainingEvents(pools: readonly TestPool[]): Generator<object> {
  for (const [i, { request, candidates, expected }] of pools.entries()) {
    const at = itemsAtMs + (i + 1) * 1_000;
    const ranking = `ranking-${i}`;
    const common = { user: request.user, session: ranking };
    yield { event: 'ranking', id: ranking, timestamp: String(at), ...common, fields: [], items: candidates.map(({ id }) => ({ id })) };
    const best = (expected.pool ?? []).slice(0, Math.ceil(candidates.length / 3));
    for (const [j, item] of best.entries())
      yield {
        event: 'interaction',
        id: `click-${i}-${j}`,
        ranking,
        timestamp: String(at + 1 + j),
        ...common,
        type: 'click',
        item,
        fields: [],
      };
  }
}

export const metarankTarget: ExportTarget = {
  id: 'metarank',
  label: 'Metarank',
  description: 'A configuration with the item signals as features, events to fill it, and rankings in the variant’s order to learn from.',
  params: noParams,
  abilities: { sources: ['item'], categoryFilters: false, creatorLimit: false, ties: false },
  scalings: () => [],
  limits: [
    'the weights: Metarank has no linear model with given weights. It learns trees from `training-events.jsonl`, the variant’s order of 100 pools.',
    'the agreement with the variant cannot be known before Metarank has learned: compare its answers with `test-vectors.jsonl`.',
  ],
  steps: [
    'Use `metarank.yml` as the configuration, or add its features and model to yours.',
    'Import and train: `cat backfill.jsonl training-events.jsonl > events.jsonl`, then `metarank standalone --config metarank.yml --data events.jsonl`. Send `backfill.jsonl` again as often as the table below says.',
    'Rank: `POST /rank/ranklab` with the candidates of a user; `test-vectors.jsonl` has 100 examples.',
  ],
  write: (plan) => [
    textFile('metarank.yml', config(plan), 'application/yaml'),
    { name: 'backfill.jsonl', mediaType: 'application/x-ndjson', chunks: lines(plan.items(), itemEvent) },
    {
      name: 'training-events.jsonl',
      mediaType: 'application/x-ndjson',
      chunks: lines(trainingEvents(plan.pools), (event) => JSON.stringify(event)),
    },
  ],
};
