import { noParams } from '../../core/registry';
import type { ExperimentReport, VariantReport } from '../../model/experiment-report';
import type { Qrels } from '../../model/run';
import type { ReportFormat } from '../report-format';
import { runFileName, tagOf } from '../run-rows';
import { encodeTrecField, strictlyDescending } from '../trec-fields';

/**
 * TREC run files and qrels. trec_eval ranks by score and breaks ties by document id, ignoring the rank column, so the
 * scores written strictly descend. Users without a relevant item are left out of the qrels: they have no value here, and
 * trec_eval would average them in as 0. Use trec_eval's -c, so that an empty list counts as 0 there too.
 */
export const trecFormat: ReportFormat = {
  id: 'trec',
  label: 'TREC',
  description: 'Run files, as deep as measured, and qrels that trec_eval, ranx and ir_measures read; scores sort in the same order there.',
  params: noParams,
  write: (report) => [
    { name: 'qrels.txt', mediaType: 'text/plain', content: qrelsText(report.qrels, report) },
    ...report.variants.map((variant, index) => ({
      name: runFileName(variant, index, 'txt'),
      mediaType: 'text/plain',
      content: runLines(variant, report),
    })),
  ],
};

function runLines(variant: VariantReport, report: ExperimentReport): string {
  const { users, length, counts, items, scores } = variant.measuredRun;
  const tag = encodeTrecField(tagOf(variant, report));
  const lines: string[] = [];
  for (let u = 0; u < users.length; u++) {
    const start = u * length;
    const written = strictlyDescending(scores.subarray(start, start + counts[u]));
    const user = encodeTrecField(report.userIds[users[u]]);
    for (let i = 0; i < counts[u]; i++) {
      lines.push(`${user} Q0 ${encodeTrecField(report.itemIds[items[start + i]])} ${i + 1} ${written[i]} ${tag}\n`);
    }
  }
  return lines.join('');
}

function qrelsText(qrels: Qrels, { userIds, itemIds }: ExperimentReport): string {
  const lines: string[] = [];
  for (let u = 0; u < qrels.users.length; u++) {
    const start = qrels.offsets[u];
    const end = qrels.offsets[u + 1];
    if (!qrels.grades.subarray(start, end).some((grade) => grade > 0)) continue;
    const user = encodeTrecField(userIds[qrels.users[u]]);
    for (let p = start; p < end; p++) lines.push(`${user} 0 ${encodeTrecField(itemIds[qrels.items[p]])} ${qrels.grades[p]}\n`);
  }
  return lines.join('');
}
