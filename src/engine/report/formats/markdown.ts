import { noParams } from '../../core/registry';
import type { ExperimentReport } from '../../model/experiment-report';
import { conventionsComment } from '../conventions-comment';
import { placedNotes, stateText } from '../number-notes';
import type { ReportFormat } from '../report-format';
import { comparisonNote, metricTable, unlabelledStatements } from '../metric-table';

/** A table for a pull request or a wiki page. */
export const markdownFormat: ReportFormat = {
  id: 'markdown',
  label: 'Markdown',
  description: 'A table of variants and metrics with significance marks and the rules that were applied.',
  params: noParams,
  write: (report) => [{ name: 'experiment.md', mediaType: 'text/markdown', content: render(report) }],
};

function render(report: ExperimentReport): string {
  const { header, rows } = metricTable(report, markdownText);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)];
  const notes = [
    comparisonNote(report),
    ...report.labels.map((label) => `**${label}**`),
    ...unlabelledStatements(report.labels, report.result.statements),
  ];
  const numberNotes = placedNotes(report).map((note) => `- ${markdownText(`${note.where} (${stateText(note)}): ${note.text}`)}`);
  const section = numberNotes.length > 0 ? `\n### Notes on numbers\n\n${numberNotes.join('\n')}\n` : '';
  const block = conventionsComment(report.result.conventions, '<!--');
  return `${table.join('\n')}\n\n${notes.map((note) => `- ${markdownNote(note)}`).join('\n')}\n${section}${block && `\n${block}\n`}`;
}

/** Characters that would start markup or end a cell; line breaks become spaces. */
const markdownText = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>|#~]/g, '\\$&');
const markdownNote = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[<>|]/g, '\\$&');
