import { noParams } from '../../core/registry';
import type { ExperimentReport } from '../../model/experiment-report';
import { conventionsComment } from '../conventions-comment';
import { placedNotes, stateText } from '../number-notes';
import type { ReportFormat } from '../report-format';
import { comparisonNote, metricTable, unlabelledStatements } from '../metric-table';

/** A booktabs table for a paper. */
export const latexFormat: ReportFormat = {
  id: 'latex',
  label: 'LaTeX',
  description: 'A booktabs table of variants and metrics with significance marks.',
  params: noParams,
  write: (report) => [{ name: 'experiment.tex', mediaType: 'application/x-tex', content: render(report) }],
};

function render(report: ExperimentReport): string {
  const { header, rows } = metricTable(report, latexText);
  const line = (cells: readonly string[]): string => `  ${cells.join(' & ')} \\\\`;
  const caption = [comparisonNote(report), ...report.labels, ...unlabelledStatements(report.labels, report.result.statements)]
    .map(latexText)
    .join(' ');
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${caption}}`,
    `  \\begin{tabular}{l${'r'.repeat(header.length - 1)}}`,
    '  \\toprule',
    line(header),
    '  \\midrule',
    ...rows.map(line),
    '  \\bottomrule',
    '  \\end{tabular}',
    ...notesList(report),
    '\\end{table}',
    conventionsComment(report.result.conventions, '%'),
    '',
  ].join('\n');
}

/** Below the table; not in the caption, which lists of tables repeat. */
function notesList(report: ExperimentReport): string[] {
  const notes = placedNotes(report);
  if (notes.length === 0) return [];
  const items = notes.map((note) => `    \\item ${latexText(`${note.where} (${stateText(note)}): ${note.text}`)}`);
  return ['  \\begin{itemize}\\small', ...items, '  \\end{itemize}'];
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '≥': '$\\ge$',
  '≤': '$\\le$',
  '▲': '$\\blacktriangle$',
  '▼': '$\\blacktriangledown$',
  '−': '$-$',
};
export const latexText = (text: string): string =>
  text.replace(/[\r\n]+/g, ' ').replace(/[\\~^≥≤▲▼−]|[&%$#_{}]/g, (character) => special[character] ?? `\\${character}`);
