import { useMemo } from 'react';
import type { Variant } from '#shared/schemas/variant';
import { useLabDocument } from './lab-store';

export interface VariantHead {
  readonly key: string;
  readonly name: string;
  readonly notes: string;
}

/** Keys and names of the variants: a stable array while they are unchanged, even if a slider moves. */
export function useVariantHeads(): readonly VariantHead[] {
  const text = useLabDocument((document) =>
    JSON.stringify(document.variants.map(({ key, variant: { name, notes } }) => ({ key, name, notes }))),
  );
  return useMemo(() => JSON.parse(text) as VariantHead[], [text]);
}

/** One part of one variant; undefined when there is no such variant. */
export const useVariantPart = <Part>(key: string, select: (variant: Variant) => Part): Part | undefined =>
  useLabDocument((document) => {
    const variant = document.variants.find((entry) => entry.key === key)?.variant;
    return variant && select(variant);
  });
