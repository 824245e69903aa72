import type { Command } from 'commander';
import { AnnSelection } from '#service/ann/ann-selection';
import { resolve } from 'node:path';
import { doctorReport } from '#service/workspace/doctor';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { SetAside } from '#service/storage/files/set-aside';
import { printResult, textTable, type OutputOptions } from '../output';

export function doctor(program: Command): void {
  program
    .command('doctor')
    .description('List what this machine has, what is missing, and how to install it.')
    .option('--workspace <folder>', 'also list damage found in this workspace')
    .option('--json', 'print one JSON document')
    .action(async (options: OutputOptions & { workspace?: string }) => {
      const report = await doctorReport(new AnnSelection(), await knownProblems(options.workspace));
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

/** Recorded when the workspace was last opened; it may be open in another process. */
async function knownProblems(workspace: string | undefined) {
  if (workspace === undefined) return null;
  const path = resolve(workspace);
  return { path, problems: (await SetAside.open(nodeFileOperations, path)).list() };
}
