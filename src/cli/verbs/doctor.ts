import type { Command } from 'commander';
import { AnnSelection } from '#service/ann/ann-selection';
import { doctorReport } from '#service/workspace/doctor';
import { printResult, textTable, type OutputOptions } from '../output';

export function doctor(program: Command): void {
  program
    .command('doctor')
    .description('Say what this machine has, what is missing, and how to get it.')
    .option('--json', 'print one JSON document')
    .action(async (options: OutputOptions) => {
      const report = await doctorReport(new AnnSelection());
      printResult(options, report, () =>
        [
          `RankLab ${report.version} on ${report.platform}, ${report.cpuCount} CPUs, ${(report.memoryBytes / 2 ** 30).toFixed(1)} GiB`,
          textTable(
            ['check', 'status', 'detail', 'remedy'],
            report.checks.map((check) => [check.name, check.status, check.detail, check.remedy ?? '']),
          ),
          '',
          textTable(
            ['index backend', 'status', 'detail', 'remedy'],
            report.indexBackends.map((backend) => [
              backend.id,
              backend.inUse ? 'in use' : backend.available ? 'available' : 'unavailable',
              backend.detail,
              backend.remedy ?? '',
            ]),
          ),
        ].join('\n'),
      );
    });
}
