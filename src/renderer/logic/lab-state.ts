import { z } from 'zod';
import { scoreTiesSchema } from '#shared/schemas/conventions';
import { relevanceSettingsSchema, splitSettingsSchema } from '#shared/schemas/experiment';
import { mostNotes, numberNoteSchema } from '#shared/schemas/number-note';
import { variantSchema, type Variant } from '#shared/schemas/variant';
import type { History } from './history';
import type { LabDocument } from './lab-document';

/** A note that cannot be read is left out: the rest of the Lab does not depend on it. */
const readableNotesSchema = z
  .array(z.unknown())
  .catch([])
  .transform((notes) => notes.flatMap((note) => numberNoteSchema.safeParse(note).data ?? []).slice(0, mostNotes));

/**
 * The Lab's saved form, history included. A slider change affects one variant, so each variant is stored once and documents reference them by number;
 * a long history stays small enough to save every second.
 */
const stateSchema = z.object({
  format: z.literal(1),
  variants: z.array(variantSchema),
  entries: z
    .array(
      z.object({
        variants: z.array(z.object({ key: z.string(), index: z.int().min(0) })).min(1),
        metrics: z.array(z.string()),
        k: z.int().min(1),
        split: splitSettingsSchema,
        relevance: relevanceSettingsSchema,
        scoreTies: scoreTiesSchema.default('row'),
        seed: z.int(),
        numberNotes: readableNotesSchema.default([]),
        atMs: z.number(),
        parent: z.int().min(-1),
        saved: z.boolean(),
      }),
    )
    .min(1),
  current: z.int().min(0),
});
type LabState = z.infer<typeof stateSchema>;

const KEPT = 200;

export function encodeLab(history: History<LabDocument>): LabState {
  const variants: Variant[] = [];
  const numbers = new Map<Variant, number>();
  const numberOf = (variant: Variant): number => {
    const known = numbers.get(variant);
    if (known !== undefined) return known;
    numbers.set(variant, variants.length);
    return variants.push(variant) - 1;
  };
  const first = Math.min(Math.max(0, history.entries.length - KEPT), history.current);
  const entries = history.entries.slice(first).map(({ state, atMs, parent, saved }) => ({
    ...state,
    metrics: [...state.metrics],
    numberNotes: [...state.numberNotes],
    variants: state.variants.map(({ key, variant }) => ({ key, index: numberOf(variant) })),
    atMs,
    parent: Math.max(-1, parent - first),
    saved,
  }));
  return { format: 1, variants, entries, current: history.current - first };
}

/** Undefined if this version cannot read the state; the Lab then starts empty. */
export function decodeLab(value: unknown): History<LabDocument> | undefined {
  const parsed = stateSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { variants, entries, current } = parsed.data;
  if (current >= entries.length) return undefined;
  const decoded = entries.map(({ atMs, parent, saved, variants: references, ...rest }, index) => {
    const found = references.map(({ key, index: number }) => ({ key, variant: variants[number] }));
    if (parent >= index || !found.every((entry): entry is { key: string; variant: Variant } => entry.variant !== undefined))
      return undefined;
    return { state: { ...rest, variants: found }, atMs, parent, saved, mergeKey: null };
  });
  return decoded.every((entry) => entry !== undefined) ? { entries: decoded, current } : undefined;
}
