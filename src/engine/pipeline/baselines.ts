import { RankLabError } from '#shared/errors';
import { variantSchema, type Variant, type VariantInput } from '#shared/schemas/variant';
import { candidateSources } from '../candidates/registry';
import { parseParams } from '../core/registry';

/** Ids of the candidate sources that are recommenders by themselves, in display order. */
export const baselineIds: readonly string[] = candidateSources
  .list()
  .filter(({ standsAlone }) => standsAlone)
  .map(({ id }) => id);

export interface BaselineOptions {
  readonly name?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly candidates?: VariantInput['candidates'];
  /** How deep the baseline's own list goes. */
  readonly depth?: number;
}

/**
 * A variant that ranks exactly as one candidate source does, to compare others with.
 * @throws INVALID_ARGUMENT for an unknown source or parameter.
 */
export function baselineVariant(id: string, { name, params = {}, candidates = {}, depth = 200 }: BaselineOptions = {}): Variant {
  const source = candidateSources.get(id, 'baseline');
  parseParams(source, params, `baseline ${id}`);
  if (candidates.sources) throw new RankLabError('INVALID_ARGUMENT', 'A baseline has one source, its own', { place: 'candidates.sources' });
  return variantSchema.parse({
    name: name ?? source.label,
    candidates: { ...candidates, sources: [{ id, limit: depth, params }], poolSize: depth },
    weights: { retrieval: 1 },
    normalization: 'none',
  } satisfies VariantInput);
}
