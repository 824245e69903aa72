import { noParams } from '../../core/registry';
import type { ReportFormat } from '../report-format';
import { runFileName, runRows, tagOf, type RunRow } from '../run-rows';
import { type Column, writeCsv } from '../table';

export const runCsvFormat: ReportFormat = {
  id: 'run-csv',
  label: 'Runs as CSV',
  description: 'A file per variant: user, item, rank and score, as deep as measured, equal scores included. RankLab reads it back.',
  params: noParams,
  write: (report) =>
    report.variants.map((variant, index) => {
      const tag = tagOf(variant, report);
      const columns: Column<RunRow>[] = [
        { name: 'user', value: ({ user }) => user },
        { name: 'item', value: ({ item }) => item },
        { name: 'rank', value: ({ rank }) => rank },
        { name: 'score', value: ({ score }) => score },
        { name: 'tag', value: () => tag },
      ];
      return { name: runFileName(variant, index, 'csv'), mediaType: 'text/csv', content: writeCsv(columns, runRows(variant, report)) };
    }),
};
