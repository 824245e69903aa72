import type { ExperimentReport } from '../model/experiment-report';
import { conventionsId } from './conventions-id';
import type { WrittenFile, ReportFormat } from './report-format';

/** The files of several formats, and beside them the conventions that all of their numbers were made under. */
export function writeReport(report: ExperimentReport, formats: readonly ReportFormat[]): WrittenFile[] {
  const { conventions } = report.result;
  const block = { format: 'ranklab-conventions', version: 1, id: conventionsId(conventions), conventions };
  return [
    ...formats.flatMap((format) => format.write(report)),
    ...(conventions ? [{ name: 'conventions.json', mediaType: 'application/json', content: `${JSON.stringify(block, null, 2)}\n` }] : []),
  ];
}
