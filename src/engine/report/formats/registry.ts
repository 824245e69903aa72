import { Registry } from '../../core/registry';
import type { ReportFormat } from '../report-format';
import { csvFormat } from './csv';
import { jsonFormat } from './json';
import { latexFormat } from './latex';
import { markdownFormat } from './markdown';
import { trecFormat } from './trec';

export const reportFormats = new Registry<ReportFormat>('export format', [csvFormat, jsonFormat, trecFormat, markdownFormat, latexFormat]);
