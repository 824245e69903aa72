import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { variantSchema, type Variant } from '#shared/schemas/variant';
import { readJson } from './arguments';

/** Decides by the form first, so that an error is about the form that the file has. */
const listOrOne = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);

/**
 * The variants of JSON files, in the order of the files: each holds one variant or a list of them.
 * @throws INVALID_ARGUMENT naming the file, for a list the position of the variant as well.
 */
export function readVariants(files: readonly string[]): Variant[] {
  return files.flatMap((file) =>
    Array.isArray(readJson(file, listOrOne)) ? readJson(file, z.array(variantSchema).min(1)) : readJson(file, variantSchema),
  );
}

/** @throws INVALID_ARGUMENT where there is nothing to rank with. */
export function requireVariants(variants: readonly unknown[], verb: string, remedy: string): void {
  if (variants.length === 0) throw new RankLabError('INVALID_ARGUMENT', 'No ranking variant is given', { place: verb, remedy });
}
