import type { ImportReport } from '#shared/schemas/dataset';
import { textTable } from './output';

type ImportedFile = ImportReport['files'][number];

/** The report for people: how each file was read, what was imported, and what was rejected and why. */
export function describeImport(report: ImportReport, checked: boolean): string {
  const files = textTable(
    ['file', 'lines', 'accepted', 'rejected', 'left out'],
    report.files.map((file) => [file.file, file.lines, file.accepted, file.rejected, file.leftOut]),
  );
  const rejects = report.rejects.slice(0, 20).map((row) => `  ${row.file}:${row.line} ${row.column}: ${row.reason} (${row.sample})`);
  const rejected = report.files.reduce((sum, file) => sum + file.rejected, 0);
  const others = rejected > rejects.length && rejects.length > 0 ? [`  … and ${rejected - rejects.length} more`] : [];
  return [
    ...(report.changed
      ? []
      : [checked ? 'Checked: nothing was changed.' : 'Nothing was imported: no row was accepted. The data is unchanged.']),
    `${checked ? 'It would hold ' : ''}${report.users} users, ${report.videos} videos, ${report.interactions} interactions`,
    ...replacedLine(report, checked),
    files,
    ...report.files.flatMap(describeFile),
    ...rejects,
    ...others,
    ...(report.rejectsFile !== null ? [`All rejected rows: ${report.rejectsFile}`] : []),
    ...report.notes,
  ].join('\n');
}

function replacedLine({ replaced, changed }: ImportReport, checked: boolean): string[] {
  if (replaced === null || (!changed && !checked)) return [];
  const what = `${replaced.users} users, ${replaced.videos} videos, ${replaced.interactions} interactions`;
  return [
    checked ? `It would replace ${what}` : `In place of ${what}; \`ranklab undo-import\` brings them back until data is replaced again`,
  ];
}

function describeFile({ file, format, mapping, kept, dropped, leftOutBecause, unreadable }: ImportedFile): string[] {
  const confidenceText = (confidence: number): string => (confidence >= 0.995 ? '' : ` (${Math.round(100 * confidence)}% sure)`);
  return [
    `${file}: ${format}`,
    `  ${mapping.map(({ field, column, confidence }) => `${field} = ${column}${confidenceText(confidence)}`).join(', ')}`,
    ...(kept.length > 0 ? [`  kept as well: ${kept.map(({ column, type }) => `${column} (${type})`).join(', ')}`] : []),
    ...(dropped.length > 0 ? [`  left out: ${dropped.join(', ')}`] : []),
    ...leftOutBecause.map(({ reason, count }) => `  ${count} rows left out: ${reason}`),
    ...unreadable.map(({ column, count, line, reason }) => `  ${count} cells of ${column} count as missing; line ${line}: ${reason}`),
  ];
}
