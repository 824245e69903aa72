import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { conventionsOf } from '#engine/pipeline/conventions';
import type { Side } from '#engine/pipeline/sides';
import { conventionsId } from '#engine/report/conventions-id';
import type { Dataset } from '#engine/model/dataset';
import { experimentConfigSchema, type ExperimentConfig } from '#shared/schemas/experiment';
import type { ShardIdentity } from '#shared/schemas/shard';
import { version } from '../../version';
import type { ComparisonParts, PreparedComparison } from '../prepare-comparison';

/** What shards must have in common with each other and with the workspace in which they are merged. */
export const identityOf = (
  { models }: ComparisonParts,
  { config, settings }: PreparedComparison,
  { side, dataset }: { readonly side: Side; readonly dataset: Dataset },
): ShardIdentity => ({
  program: version,
  data: dataset.fingerprint,
  split: side.fingerprint,
  models: fingerprintOf('models', settings),
  index: models.indexDescription(side.scope),
  conventions: conventionsId(conventionsOf(config, settings.factors.values)) ?? '',
  configuration: fingerprintOf('comparison', experimentConfigSchema.parse(config)),
});

/** What each part of an identity is called. */
const names: Readonly<Record<keyof ShardIdentity, string>> = {
  program: 'another version of RankLab measured it',
  data: 'its data differ',
  split: 'its split of the data differs',
  models: 'its models were fitted with other settings',
  index: 'its candidates came from another index',
  conventions: 'its conventions differ',
  configuration: 'its configuration differs',
};

/** The first difference in words; undefined for parts of one comparison. */
export function differenceOf(
  a: { readonly identity: ShardIdentity; readonly config: ExperimentConfig },
  b: { readonly identity: ShardIdentity; readonly config: ExperimentConfig },
): string | undefined {
  const key = (['program', 'data', 'configuration', 'split', 'models', 'index', 'conventions'] as const).find(
    (part) => a.identity[part] !== b.identity[part],
  );
  if (key === undefined) return undefined;
  const where = key === 'configuration' ? firstDifference(a.config, b.config) : undefined;
  return where === undefined ? names[key] : `${names[key]} at ${where}`;
}

/** The path of the first value that differs between two JSON documents, such as `variants.1.weights.popularity`. */
function firstDifference(a: unknown, b: unknown, path = ''): string | undefined {
  if (JSON.stringify(a) === JSON.stringify(b)) return undefined;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return path;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  for (const key of keys) {
    const [left, right] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]];
    const found = firstDifference(left, right, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return path;
}
