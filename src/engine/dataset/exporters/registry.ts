import { Registry } from '../../core/registry';
import type { ExportFormat } from './format';
import { csvExport } from './formats/csv';
import { jsonlExport } from './formats/jsonl';
import { movielensExport } from './formats/movielens';
import { parquetExport } from './formats/parquet';
import { recboleExport } from './formats/recbole';

export const exportFormats = new Registry<ExportFormat>('data format', [
  csvExport,
  parquetExport,
  jsonlExport,
  recboleExport,
  movielensExport,
] as readonly ExportFormat[]);
