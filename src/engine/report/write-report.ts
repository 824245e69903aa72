import type { ExperimentReport } from '../model/experiment-report';
import { conventionsFiles } from './conventions-comment';
import type { WrittenFile, ReportFormat } from './report-format';

/** The files of several formats, and beside them the conventions that all of their numbers were made under. */
export function writeReport(report: ExperimentReport, formats: readonly ReportFormat[]): WrittenFile[] {
  const { conventions } = report.result;
  return [...formats.flatMap((format) => format.write(report)), ...conventionsFiles(conventions)];
}
