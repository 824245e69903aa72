import { noParams } from '../../core/registry';
import type { ExperimentReport } from '../../model/experiment-report';
import { bibtex } from '../paper/bibliography';
import { citedIn, methodSentences, type MethodSentence } from '../paper/methods';
import { conventionsComment } from '../conventions-comment';
import type { ReportFormat, WrittenFile } from '../report-format';
import { latexFormat, latexText } from './latex';

/** What a paper needs about a comparison: methods with every convention, the table, and what to cite. */
export const paperFormat: ReportFormat = {
  id: 'paper',
  label: 'Paper',
  description: 'A methods paragraph with every convention, a LaTeX table, and BibTeX of every metric and test used.',
  params: noParams,
  write: (report) => paperFiles(report),
};

function paperFiles(report: ExperimentReport): WrittenFile[] {
  const sentences = methodSentences(report);
  const table = latexFormat.write(report).map((file) => ({ ...file, name: 'paper-table.tex' }));
  const block = conventionsComment(report.result.conventions, '%');
  const labels = [...report.labels.map((label) => `% ${label}\n`), ...(block && [`${block}\n`])].join('');
  return [
    { name: 'methods.tex', mediaType: 'application/x-tex', content: `${labels}${sentences.map(latexSentence).join('\n')}\n` },
    { name: 'methods.md', mediaType: 'text/markdown', content: `${markdown(report, sentences)}\n${commentOf(report)}` },
    ...table,
    { name: 'references.bib', mediaType: 'application/x-bibtex', content: `${labels}${bibtex(citedIn(sentences))}` },
  ];
}

const commentOf = ({ result }: ExperimentReport): string => {
  const block = conventionsComment(result.conventions, '<!--');
  return block && `\n${block}\n`;
};

/** The citation goes before the full stop. */
function latexSentence({ text, cites }: MethodSentence): string {
  const escaped = latexText(text);
  return cites.length === 0 ? escaped : `${escaped.replace(/\.$/, '')}~\\cite{${cites.map(({ key }) => key).join(',')}}.`;
}

function markdown({ labels }: ExperimentReport, sentences: readonly MethodSentence[]): string {
  const plain = sentences.map(({ text, cites }) =>
    cites.length === 0 ? text : `${text.replace(/\.$/, '')} [${cites.map(({ key }) => `@${key}`).join('; ')}].`,
  );
  return [
    ...labels.map((label) => `**${label}**\n`),
    plain.map((text) => text.replace(/[\r\n]+/g, ' ').replace(/[<>|]/g, '\\$&')).join(' '),
  ].join('\n');
}
