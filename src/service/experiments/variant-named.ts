import { RankLabError } from '#shared/errors';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { Variant } from '#shared/schemas/variant';

/** A variant of a protocol; the last one unless named. @throws NOT_FOUND */
export function variantNamed({ variants }: ExperimentConfig, name: string | undefined, place: string): Variant {
  const found = name === undefined ? variants[variants.length - 1] : variants.find((variant) => variant.name === name);
  if (found) return found;
  throw new RankLabError('NOT_FOUND', `The protocol has no variant “${name ?? ''}”`, {
    place,
    remedy: `It has ${variants.map((variant) => `“${variant.name}”`).join(', ')}`,
  });
}
