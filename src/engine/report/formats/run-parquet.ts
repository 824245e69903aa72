import { noParams } from '../../core/registry';
import type { ParquetColumn } from '../../model/table-file';
import type { ReportFormat } from '../report-format';
import { runFileName, runRows, tagOf } from '../run-rows';

const columns: readonly ParquetColumn[] = [
  { name: 'user', type: 'VARCHAR' },
  { name: 'item', type: 'VARCHAR' },
  { name: 'rank', type: 'BIGINT' },
  { name: 'score', type: 'DOUBLE' },
  { name: 'tag', type: 'VARCHAR' },
];

export const runParquetFormat: ReportFormat = {
  id: 'run-parquet',
  label: 'Runs as Parquet',
  description: 'A file per variant: user, item, rank and score, as deep as measured. RankLab reads it back.',
  params: noParams,
  write: (report) =>
    report.variants.map((variant, index) => {
      const tag = tagOf(variant, report);
      const lines = Array.from(
        runRows(variant, report),
        ({ user, item, rank, score }) => `${JSON.stringify({ c0: user, c1: item, c2: rank, c3: score, c4: tag })}\n`,
      );
      const name = runFileName(variant, index, 'parquet');
      return { name, mediaType: 'application/vnd.apache.parquet', content: lines.join(''), parquet: columns };
    }),
};
