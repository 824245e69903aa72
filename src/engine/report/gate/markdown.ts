import type { GateReport } from '#shared/schemas/gate';
import { conventionsComment } from '../conventions-comment';
import { conventionSentence, dataSentence, gateTable, shownNumber } from './gate-rows';

const verdicts = { pass: 'Pass', worse: 'Worse', undecided: 'Undecided' } as const;
const cell = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>|#~]/g, '\\$&');
const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** For a pull request. */
export function gateMarkdown(report: GateReport): string {
  const { header, rows } = gateTable(report);
  const parts = [
    `### ${verdicts[report.verdict]}: “${cell(report.candidate)}” against “${cell(report.baseline)}”`,
    table(
      header,
      rows.map((row) => row.map(cell)),
    ),
    ...[dataSentence(report), conventionSentence(report)].flatMap((sentence) => (sentence === undefined ? [] : [cell(sentence)])),
  ];
  if (report.dataDrift.length > 0)
    parts.push(
      '#### How the data changed',
      table(
        ['', 'result', 'now'],
        report.dataDrift.map(({ what, before, now }) => [cell(what), shownNumber(before, 3), shownNumber(now, 3)]),
      ),
    );
  if (report.metricDrift.length > 0)
    parts.push(
      `#### “${cell(report.baseline)}” on both data (reweighted: today's groups of users in their former shares)`,
      table(
        ['metric', 'result', 'now', 'now, reweighted'],
        report.metricDrift.map(({ spec, before, now, reweighted }) => [spec, ...[before, now, reweighted].map((x) => shownNumber(x))]),
      ),
    );
  parts.push(conventionsComment(report.conventions, '<!--'));
  return `${parts.join('\n\n')}\n`;
}
