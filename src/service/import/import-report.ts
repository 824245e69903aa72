import { describeFormat } from '#engine/dataset/importers/format-words';
import type { FileSpec } from '#engine/dataset/importers/plan';
import type { Dataset } from '#engine/model/dataset';
import { formatCount } from '#shared/counts';
import type { ImportReport } from '#shared/schemas/dataset';
import type { ReadyPlan } from './import-plan';
import { idNotes, roundedIdNotes, timeNotes } from './import-notes';
import type { RejectLog } from './reject-log';
import type { FileCount } from './row-reader';

export interface Reading {
  readonly counts: FileCount[];
  readonly notes: string[];
}

/** Messages for files whose share of unreadable rows exceeds the limit. */
export function judgeReading({ files, rejectLimit }: ReadyPlan, counts: readonly FileCount[]): { file: string; text: string }[] {
  return counts.flatMap((count, index) => {
    const { file, lines, faulty, unreadable } = count;
    const mapped = Object.values(files[index]?.mapping ?? {});
    const cells = unreadable.filter(({ column, given, count: bad }) => mapped.includes(column) && bad > rejectLimit * given);
    const isBad = faulty > rejectLimit * lines || (faulty > 0 && faulty === lines && rejectLimit < 1);
    return [
      ...(isBad
        ? [{ file, text: `${file}: ${formatCount(faulty)} of ${formatCount(lines)} rows (${percent(faulty, lines)}) cannot be read` }]
        : []),
      ...cells.map(({ column, given, count: bad, line, reason }) => ({
        file,
        text: `${file}: ${formatCount(bad)} of ${formatCount(given)} cells of “${column}” (${percent(bad, given)}) cannot be read; line ${line}: ${reason}`,
      })),
    ];
  });
}

const percent = (part: number, whole: number): string => `${Math.round((1000 * part) / Math.max(1, whole)) / 10}%`;

/** What was (or would be) imported, how it was read, and what was rejected. */
export function reportOf(
  plan: ReadyPlan,
  { counts, notes }: Reading,
  rejects: RejectLog,
  outcome: Pick<ImportReport, 'changed' | 'rejectsFile'>,
  dataset: Dataset,
  existing: Dataset | undefined,
  replaced: ImportReport['replaced'],
): ImportReport {
  const test = plan.endsWithTest ? counts.at(-1) : undefined;
  const problems = outcome.changed ? [] : judgeReading(plan, counts);
  return {
    files: counts.map((count, index) => fileReport(count, plan.files[index])),
    rejects: rejects.shown,
    ...outcome,
    replaced,
    users: dataset.users.ids.size,
    videos: dataset.items.ids.size,
    interactions: dataset.interactions.count,
    notes: [
      ...problems.map(({ text }) => `${text}: an import would change nothing`),
      ...notes,
      ...timeNotes(dataset, plan.files),
      ...idNotes(dataset),
      ...roundedIdNotes(dataset),
      ...(test
        ? [
            `The last ${formatCount(test.accepted)} interactions are those of ${test.file}: use the split “predefined” with testCount ${test.accepted}`,
          ]
        : []),
      ...(existing && outcome.changed ? [`Added to ${formatCount(existing.interactions.count)} interactions that were there before`] : []),
    ],
  };
}

function fileReport(count: FileCount, spec: FileSpec | undefined): ImportReport['files'][number] {
  const { file, lines, accepted, rejected, leftOut, leftOutBecause, unreadable } = count;
  return {
    file,
    lines,
    accepted,
    rejected,
    leftOut,
    leftOutBecause: [...leftOutBecause].map(([reason, rows]) => ({ reason, count: rows })),
    role: spec?.role ?? 'interactions',
    format: spec ? describeFormat(spec) : '',
    mapping: spec ? guessesOf(spec) : [],
    kept: (spec?.kept ?? []).map(({ column, type }) => ({ column, type })),
    dropped: [...(spec?.dropped ?? [])],
    unreadable: unreadable.map(({ column, count: bad, line, reason }) => ({ column, count: bad, line, reason })),
  };
}

/** Mappings of a preset are not guesses. */
const guessesOf = ({ mapping, guesses }: FileSpec): ImportReport['files'][number]['mapping'] =>
  Object.entries(mapping).map(
    ([field, column]) =>
      guesses.find((guess) => guess.field === field && guess.column === column) ?? { field, column, confidence: 1, because: 'given' },
  );
