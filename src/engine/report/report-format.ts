import type { RegistryEntry } from '../core/registry';
import type { ExperimentReport } from '../model/experiment-report';

export interface ReportFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

/** An export format of an experiment. The same report gives byte-equal files. */
export interface ReportFormat extends RegistryEntry {
  write(report: ExperimentReport): ReportFile[];
}
