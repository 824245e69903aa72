import { noParams } from '../../core/registry';
import type { ReportFormat } from '../report-format';
import { runFileName, runRows, tagOf } from '../run-rows';

export const runJsonLinesFormat: ReportFormat = {
  id: 'run-jsonl',
  label: 'Runs as JSON Lines',
  description: 'A file per variant, an object per line: user, item, rank and score, as deep as measured. RankLab reads it back.',
  params: noParams,
  write: (report) =>
    report.variants.map((variant, index) => {
      const tag = tagOf(variant, report);
      const lines = Array.from(runRows(variant, report), (row) => `${JSON.stringify({ ...row, tag })}\n`);
      return { name: runFileName(variant, index, 'jsonl'), mediaType: 'application/x-ndjson', content: lines.join('') };
    }),
};
