import type { Variant } from '#shared/schemas/variant';

/** What decides a variant's lists: everything but its name and notes. */
export const rankingOf = ({ name: _name, notes: _notes, ...ranking }: Variant): Omit<Variant, 'name' | 'notes'> => ranking;

/** Variants with this key have the same lists. */
export const rankingKey = (variant: Variant): string => JSON.stringify(rankingOf(variant));
