import type { PreferenceLine } from './preferences';
import { gradeReader, qrelsFields, twice, type Notes } from './trec-files';
import { finiteNumber, emptyFile, malformed, readFields } from './trec-lines';

/** How the file of judgements is read: trec_eval's -R. */
export const judgementFormats = ['qrels', 'qrels_jg', 'prefs', 'qrels_prefs'] as const;
export type JudgementFormat = (typeof judgementFormats)[number];

/** query → judgement group → document → grade. */
type GroupedQrels = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, number>>>;

/** Qrels whose second field names the group of judgements. @throws IMPORT_FAILED as parseTrecQrels does. */
export function parseGroupedQrels(text: string, file: string, notes: Notes = []): GroupedQrels {
  const table = new Map<string, Map<string, Map<string, number>>>();
  const grade = gradeReader(file, notes);
  for (const line of readFields(text, file)) {
    const [query, group, document, value] = qrelsFields(line);
    const groups = table.get(query) ?? new Map<string, Map<string, number>>();
    const documents = groups.get(group) ?? new Map<string, number>();
    table.set(query, groups.set(group, documents));
    if (documents.has(document)) throw twice(line, `“${document}” appears twice for query “${query}” in group “${group}”`);
    documents.set(document, grade.read(value, line));
  }
  if (table.size === 0) throw emptyFile(file, 'judgement');
  return table;
}

/**
 * Preferences: `query group subgroup document level` lines, or with `qrels_prefs` qrels whose second field is the group.
 * @throws IMPORT_FAILED naming `file:line`.
 */
export function parsePreferences(
  text: string,
  file: string,
  format: 'prefs' | 'qrels_prefs',
): ReadonlyMap<string, readonly PreferenceLine[]> {
  const table = new Map<string, PreferenceLine[]>();
  for (const line of readFields(text, file)) {
    const { fields, place } = line;
    if (format === 'prefs' && fields.length !== 5) throw malformed(line, 'query group subgroup document level');
    const [query, group, subgroup, document, level] = format === 'prefs' ? fields : withSubgroup(qrelsFields(line));
    const preferences = table.get(query) ?? [];
    table.set(query, preferences);
    preferences.push({ group, subgroup, document, level: finiteNumber(level, 'level', line), place });
  }
  if (table.size === 0) throw emptyFile(file, 'preference');
  return table;
}

const withSubgroup = ([query, group, document, level]: readonly string[]): string[] => [query, group, '0', document, level];
