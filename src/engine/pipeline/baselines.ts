import { RankLabError } from '#shared/errors';
import { variantSchema, type Variant, type VariantInput } from '#shared/schemas/variant';
import { candidateSources } from '../candidates/registry';
import { parseParams } from '../core/registry';

/** Ids of the candidate sources that are recommenders by themselves, in display order. */
export const baselineIds: readonly string[] = candidateSources
  .list()
  .filter(({ isBaseline }) => isBaseline)
  .map(({ id }) => id);

interface BaselineOptions {
  readonly name?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly candidates?: VariantInput['candidates'];
  /** Positions that a metric without a cutoff sees; a cutoff beyond it makes the list as deep as that. */
  readonly depth?: number;
}

/** Depth of TREC runs: what a metric without a cutoff sees of a baseline. */
const baselineDepth = 1000;

/**
 * A variant that ranks exactly as one candidate source does, to compare others with.
 * @throws INVALID_ARGUMENT for an unknown source or parameter.
 */
export function baselineVariant(id: string, { name, params = {}, candidates = {}, depth = baselineDepth }: BaselineOptions = {}): Variant {
  const source = candidateSources.get(id, 'baseline');
  parseParams(source, params, `baseline ${id}`);
  if (candidates.sources) throw new RankLabError('INVALID_ARGUMENT', 'A baseline has one source, its own', { place: 'candidates.sources' });
  return variantSchema.parse({
    name: name ?? source.label,
    candidates: {
      coldUsers: 'empty',
      ...candidates,
      sources: [{ id, limit: depth, params }],
      merge: { id: 'score' },
      poolSize: depth,
      deepens: true,
    },
    weights: { retrieval: 1 },
    normalization: 'none',
  } satisfies VariantInput);
}
