import { relevanceSettingsSchema, splitSettingsSchema, type RelevanceSettings, type SplitSettings } from '#shared/schemas/experiment';
import type { ScoreTies } from '#shared/schemas/conventions';
import { variantSchema, type Variant } from '#shared/schemas/variant';
import type { NumberNote } from '#shared/schemas/number-note';
import { moveCutoff } from './metric-spec';
import { nameOfAbsent, renameInNotes } from './note-names';

/** A variant with a stable key; its letter follows its position. */
export interface LabVariant {
  readonly key: string;
  readonly variant: Variant;
}

/** The Lab's state that undo covers: variants and test settings. The first variant is the baseline. */
export interface LabDocument {
  readonly variants: readonly LabVariant[];
  readonly metrics: readonly string[];
  /** Length of the lists and cutoff of the metrics that follow it. */
  readonly k: number;
  readonly split: SplitSettings;
  readonly relevance: RelevanceSettings;
  readonly scoreTies: ScoreTies;
  readonly seed: number;
  /** Notes on numbers; variants in them are named by their keys. */
  readonly numberNotes: readonly NumberNote[];
}

export const MAX_VARIANTS = 26;
export const letterOf = (index: number): string => String.fromCharCode(65 + index);

const variant = (name: string, weights: Record<string, number>): Variant => variantSchema.parse({ name, weights });

/** The two lists share most of their videos, so that moves are seen: of unrelated lists one could only say that they differ. */
export const defaultDocument = (): LabDocument => ({
  variants: [
    { key: 'v1', variant: variant('Balanced', { similarity: 0.4, factors: 0.4, popularity: 0.1, freshness: 0.1 }) },
    { key: 'v2', variant: variant('More popular', { similarity: 0.4, factors: 0.4, popularity: 0.3, freshness: 0.1 }) },
  ],
  metrics: ['ndcg@10', 'recall@10', 'mrr@10', 'hit_rate@10', 'coverage@10', 'novelty@10', 'ild@10'],
  k: 10,
  split: splitSettingsSchema.parse({}),
  relevance: relevanceSettingsSchema.parse({ rule: 'any' }),
  scoreTies: 'row',
  seed: 42,
  numberNotes: [],
});

const keyNumber = ({ key }: LabVariant): number => Number(key.slice(1)) || 0;
const nextKey = (document: LabDocument): string => `v${Math.max(0, ...document.variants.map(keyNumber)) + 1}`;

/** The CSS colour of a variant, by its place: the same in the tabs and above its list. */
export const variantColor = (index: number): string => `var(--c${(index % 8) + 1})`;

/** Applies `change` to one variant; the same document when nothing changed. */
export function changeVariant(document: LabDocument, key: string, change: (variant: Variant) => Variant): LabDocument {
  const index = document.variants.findIndex((entry) => entry.key === key);
  const entry = document.variants[index];
  if (!entry) return document;
  const changed = change(entry.variant);
  return changed === entry.variant ? document : { ...document, variants: document.variants.with(index, { key, variant: changed }) };
}

/** Clamps to the engine's range without rounding: a rounded suggested weight may miss its flip point. */
export function setWeight(document: LabDocument, key: string, signal: string, weight: number): LabDocument {
  if (!Number.isFinite(weight)) return document;
  const value = Math.max(-100, Math.min(100, weight));
  return changeVariant(document, key, (old) =>
    (old.weights[signal] ?? 0) === value ? old : { ...old, weights: { ...old.weights, [signal]: value } },
  );
}

/** Resets weights and diversity to those of a new variant, except locked ones. */
export function resetWeights(document: LabDocument, key: string, isLocked: (signal: string) => boolean): LabDocument {
  return changeVariant(document, key, (old) => {
    const fresh = variantSchema.parse({ name: old.name });
    const signals = [...new Set([...Object.keys(old.weights), ...Object.keys(fresh.weights)])];
    const weights = signals.map((signal) => [signal, (isLocked(signal) ? old.weights[signal] : fresh.weights[signal]) ?? 0] as const);
    return { ...old, weights: Object.fromEntries(weights), mmrLambda: isLocked('mmrLambda') ? old.mmrLambda : fresh.mmrLambda };
  });
}

export const patchVariant = (document: LabDocument, key: string, patch: Partial<Variant>): LabDocument =>
  changeVariant(document, key, (old) => ({ ...old, ...patch }));

/** A copy of `source` (the last variant when absent) under a new key and an unused name. */
export function duplicateVariant(document: LabDocument, source?: string): { document: LabDocument; key: string } | undefined {
  const original = document.variants.find((entry) => entry.key === source) ?? document.variants.at(-1);
  if (!original || document.variants.length >= MAX_VARIANTS) return undefined;
  const key = nextKey(document);
  const copy = { key, variant: { ...original.variant, name: unusedName(document, original.variant.name) } };
  return { document: { ...document, variants: [...document.variants, copy] }, key };
}

/** A new variant at the end, under an unused name. */
export function appendVariant(document: LabDocument, variant: Variant): { document: LabDocument; key: string; name: string } | undefined {
  if (document.variants.length >= MAX_VARIANTS) return undefined;
  const isTaken = document.variants.some((entry) => entry.variant.name === variant.name);
  const name = isTaken ? unusedName(document, variant.name) : variant.name;
  const key = nextKey(document);
  return { document: { ...document, variants: [...document.variants, { key, variant: { ...variant, name } }] }, key, name };
}

/** The last variant cannot be removed. */
export function removeVariant(document: LabDocument, key: string): LabDocument {
  if (document.variants.length < 2) return document;
  const name = document.variants.find((entry) => entry.key === key)?.variant.name ?? key;
  const numberNotes = renameInNotes(document.numberNotes, key, nameOfAbsent(name));
  return { ...document, variants: document.variants.filter((entry) => entry.key !== key), numberNotes };
}

/** Restores a removed variant at its position; a no-op if the key exists. */
export function insertVariant(document: LabDocument, entry: LabVariant, index: number): LabDocument {
  if (document.variants.length >= MAX_VARIANTS || document.variants.some(({ key }) => key === entry.key)) return document;
  const numberNotes = renameInNotes(document.numberNotes, nameOfAbsent(entry.variant.name), entry.key);
  return { ...document, variants: document.variants.toSpliced(index, 0, entry), numberNotes };
}

export function makeBaseline(document: LabDocument, key: string): LabDocument {
  const chosen = document.variants.find((entry) => entry.key === key);
  if (!chosen || document.variants[0] === chosen) return document;
  return { ...document, variants: [chosen, ...document.variants.filter((entry) => entry !== chosen)] };
}

export const setCutoff = (document: LabDocument, k: number): LabDocument =>
  k === document.k ? document : { ...document, k, metrics: moveCutoff(document.metrics, document.k, k) };

function unusedName(document: LabDocument, name: string): string {
  const taken = new Set(document.variants.map((entry) => entry.variant.name));
  const stem = name.replace(/ \d+$/, '').slice(0, 110);
  let number = 2;
  while (taken.has(`${stem} ${number}`)) number++;
  return `${stem} ${number}`;
}
