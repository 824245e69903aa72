import { Registry } from '../../core/registry';
import type { ReportFormat } from '../report-format';
import { csvFormat } from './csv';
import { htmlFormat } from './html';
import { jsonFormat } from './json';
import { latexFormat } from './latex';
import { markdownFormat } from './markdown';
import { runCsvFormat } from './run-csv';
import { runJsonLinesFormat } from './run-json-lines';
import { runParquetFormat } from './run-parquet';
import { paperFormat } from './paper';
import { trecFormat } from './trec';

export const reportFormats = new Registry<ReportFormat>('export format', [
  csvFormat,
  jsonFormat,
  trecFormat,
  runCsvFormat,
  runJsonLinesFormat,
  runParquetFormat,
  markdownFormat,
  latexFormat,
  htmlFormat,
  paperFormat,
]);
