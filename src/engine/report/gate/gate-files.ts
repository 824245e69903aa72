import type { GateReport } from '#shared/schemas/gate';
import type { ReportFile } from '../report-format';
import { gateJunit } from './junit';
import { gateMarkdown } from './markdown';

/** The report for a pipeline, a pull request and a program. */
export const gateFiles = (report: GateReport, undecidedFails: boolean): ReportFile[] => [
  { name: 'gate.xml', mediaType: 'application/xml', content: gateJunit(report, undecidedFails) },
  { name: 'gate.md', mediaType: 'text/markdown', content: gateMarkdown(report) },
  { name: 'gate.json', mediaType: 'application/json', content: `${JSON.stringify(report, null, 2)}\n` },
];
