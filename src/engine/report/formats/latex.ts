import { noParams } from '../../core/registry';
import type { ExperimentReport } from '../../model/experiment-report';
import { conventionsComment } from '../conventions-comment';
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
    '\\end{table}',
    conventionsComment(report.result.conventions, '%'),
    '',
  ].join('\n');
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
