import type { Variant } from '#shared/schemas/variant';
import { formatWeight } from './format';
import { readable } from '#shared/words';

/** One setting in which two variants differ. `path` addresses it: `weights.freshness`, `mmrLambda`. */
interface VariantDifference {
  readonly path: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Readable names of signals, or of sources of candidates, from the registries. */
export type LabelOf = (id: string, of?: 'source') => string;

const names: Readonly<Record<string, string>> = {
  name: 'Name',
  notes: 'Notes',
  normalization: 'Normalisation',
  mmrLambda: 'MMR λ',
  'candidates.merge.id': 'Merge',
  'candidates.merge.k': 'Merge k',
  'candidates.poolSize': 'Pool size',
  'candidates.universe': 'Universe',
  'candidates.removeSeen': 'Seen videos removed',
  'candidates.coldUsers': 'Cold-start users',
  'candidates.deepens': 'Retrieval deepens with the cutoff',
  'filters.includeCategories': 'Only categories',
  'filters.excludeCategories': 'Without categories',
  'filters.maxPerCreator': 'Most per creator',
  'filters.where': 'Only videos with',
};

/** One setting in which some of several variants differ, with the text of each variant's value. */
interface SettingRow {
  readonly path: string;
  readonly label: string;
  readonly values: readonly string[];
}

/** Every setting that differs between variants, in the order of the variant's fields, excluding name and notes. */
export function compareSettings(variants: readonly Variant[], labelOf: LabelOf): SettingRow[] {
  const flat = variants.map(flatten);
  const paths = [...new Set(flat.flatMap((settings) => [...settings.keys()]))].filter((path) => path !== 'name' && path !== 'notes');
  return paths
    .map((path) => ({ path, label: settingLabel(path, labelOf), values: flat.map((settings) => show(settings.get(path), path)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** Every setting of `after` that differs from `before`. */
export const diffVariants = (before: Variant, after: Variant, labelOf: LabelOf): VariantDifference[] =>
  compareSettings([before, after], labelOf).map(({ path, label, values: [old = '', now = ''] }) => ({
    path,
    label,
    before: old,
    after: now,
  }));

/** The differences in a few words, the largest change of weight first: `popularity .60 · mmr λ .7`. */
export function shortDifference(before: Variant, after: Variant, labelOf: LabelOf): string {
  const change = ({ path }: VariantDifference): number => {
    const signal = path.startsWith('weights.') ? path.slice('weights.'.length) : null;
    return signal === null ? 0 : Math.abs(weightOf(after, signal) - weightOf(before, signal));
  };
  const differences = diffVariants(before, after, labelOf).sort((a, b) => change(b) - change(a));
  if (differences.length === 0) return 'the same settings';
  return differences.map(({ label, after: now }) => `${withSmallInitial(label)} ${now}`).join(' · ');
}

/** A signal's weight; one that is absent weighs 0. */
export const weightOf = (variant: Variant, signal: string): number => variant.weights[signal] ?? 0;

function flatten(variant: Variant): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      for (const [key, inner] of Object.entries(value)) visit(inner, path === '' ? key : `${path}.${key}`);
    else flat.set(path, value);
  };
  const { candidates, ...rest } = variant;
  visit(rest, '');
  for (const source of candidates.sources) {
    const run = typeof source.params['run'] === 'string' ? ` ${source.params['run'].slice(0, 8)}` : '';
    const name = `${source.id}${run}`;
    flat.set(`candidates.sources.${name}`, source.limit);
    visit(source.params, `candidates.params.${name}`);
    if (source.weight !== undefined) flat.set(`candidates.weights.${name}`, source.weight);
  }
  visit({ candidates: { ...candidates, sources: [] } }, '');
  flat.delete('candidates.sources');
  return flat;
}

/** `run 1a2b3c4d` or `factors`: a source and, of a run, the beginning of its hash. */
function sourceText(text: string, labelOf: LabelOf): string {
  const [id = '', ...more] = text.split(' ');
  return [labelOf(id, 'source'), ...more].join(' ');
}

/** Abbreviations stay as they are: `MMR λ`. */
const withSmallInitial = (label: string): string => (/^.[A-Z]/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1));

/** A setting in words, by its path in the variant; a source of candidates by its id: `candidates.sources.factors`. */
export function settingLabel(path: string, labelOf: LabelOf): string {
  const known = names[path];
  if (known !== undefined) return known;
  const [area, signal = '', ...rest] = path.split('.');
  if (area === 'weights') return labelOf(signal);
  if (area === 'signalParams') return `${labelOf(signal)}: ${rest.map((name) => readable(name).toLowerCase()).join(' ')}`;
  if (path.startsWith('candidates.sources.')) return `Candidates from ${sourceText(rest.join('.'), labelOf)}`;
  if (path.startsWith('candidates.weights.')) return `Weight of ${sourceText(rest.join('.'), labelOf)} in the merge`;
  if (path.startsWith('candidates.merge.params.')) return `Merge: ${readable(rest.slice(1).join(' ')).toLowerCase()}`;
  if (path.startsWith('candidates.params.'))
    return `${sourceText(rest[0] ?? '', labelOf)}: ${readable(rest.slice(1).join(' ')).toLowerCase()}`;
  return path;
}

function show(value: unknown, path: string): string {
  if (value === undefined && path === 'filters.where') return 'any';
  if (value === undefined) return path.startsWith('weights.') ? '0' : path.startsWith('candidates.sources.') ? 'off' : 'default';
  if (value === null) return 'none';
  if (typeof value === 'number') return path.startsWith('candidates.') ? String(value) : formatWeight(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'any' : value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
