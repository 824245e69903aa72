import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp } from '#service/workspace/backup/backup';
import { checkWorkspace } from '#service/workspace/backup/check';
import { repairOpening } from '#service/workspace/backup/open-damaged';
import { restore as restoreBackup } from '#service/workspace/backup/restore';
import { makeSnapshot } from '#service/workspace/snapshot/make-snapshot';
import { formatBytes } from '#service/system-failures';
import { plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { BackupReport, CheckReport, SnapshotReport } from '#shared/schemas/safety';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { callService } from '../call-service';
import { withWorkspace } from '../with-workspace';

type Options = OutputOptions & { readonly workspace: string };

export function check(program: Command): void {
  program
    .command('check')
    .description(
      'Read everything a workspace holds (artifacts, documents, logs, tables) against its checksums. Exits with 1 when something is damaged.',
    )
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--repair', 'set damaged files aside, and build the models again where theirs were damaged')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: Options & { repair?: boolean }) => {
      const progress = progressContext(options);
      const opened = options.repair ? await repairOpening(options.workspace) : [];
      const report = await withWorkspace(options.workspace, async ({ session }) => {
        const { store, models } = session.current();
        const rebuild = async (): Promise<void> => void (await models.build(await models.settings(), progress));
        return checkWorkspace(store, options.repair ? { rebuild } : undefined, progress);
      });
      progress.done();
      const whole = { ...report, findings: [...opened, ...report.findings] };
      printResult(options, whole, () => describeCheck(whole));
      if (whole.findings.some(({ repaired }) => !repaired)) process.exitCode = 1;
    });
}

export function backup(program: Command): void {
  program
    .command('backup')
    .description('Write a workspace into one file, whole or not at all; a served one goes on serving (--url).')
    .option('--workspace <folder>', 'the workspace, when no service has it open')
    .option('--to <file>', 'the file; otherwise one with the date, in the workspace’s folder backups')
    .option('--url <address>', 'the service that has the workspace open, such as http://127.0.0.1:7345; its token is in RANKLAB_TOKEN')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: OutputOptions & { workspace?: string; to?: string; url?: string }) => {
      const progress = progressContext(options);
      const report = options.url === undefined ? await backUpHere(options, progress) : await backUpThere(options.url, options.to);
      progress.done();
      printResult(options, report, () => `Backed up ${plural(report.files, 'file')}, ${formatBytes(report.bytes)}: ${report.path}`);
    });
}

export function snapshot(program: Command): void {
  program
    .command('snapshot')
    .description('Copy a workspace into a new folder that nothing changes: any number of processes read it at once, without a lock.')
    .option('--workspace <folder>', 'the workspace, when no service has it open')
    .option('--url <address>', 'the service that has the workspace open, such as http://127.0.0.1:7345; its token is in RANKLAB_TOKEN')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: OutputOptions & { workspace?: string; url?: string; out: string }) => {
      const progress = progressContext(options);
      const { workspace, url } = options;
      const path = resolve(options.out);
      if (workspace === undefined && url === undefined) throw nothingNamed();
      const report =
        url === undefined
          ? await withWorkspace(workspace as string, ({ session }) => makeSnapshot(session.current().store, path, progress))
          : ((await callService(url, '/workspace/snapshot', { path })) as SnapshotReport);
      progress.done();
      printResult(options, report, () => `Copied ${plural(report.files, 'file')}, ${formatBytes(report.bytes)}: ${report.path}`);
    });
}

export function restore(program: Command): void {
  program
    .command('restore')
    .description('Make a workspace of a backup, in a new or empty folder. Every byte is checked first.')
    .requiredOption('--from <file>', 'what “ranklab backup” wrote')
    .requiredOption('--workspace <folder>', 'the new workspace')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: Options & { from: string }) => {
      const progress = progressContext(options);
      const report = await restoreBackup(resolve(options.from), resolve(options.workspace), progress);
      progress.done();
      printResult(options, report, () => `Restored ${plural(report.files, 'file')} to ${report.path}`);
    });
}

const nothingNamed = (): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', 'Name the workspace', { remedy: 'Give --workspace, or --url of the service that has it open' });

async function backUpHere({ workspace, to }: { workspace?: string; to?: string }, progress: ReturnType<typeof progressContext>) {
  if (workspace === undefined) throw nothingNamed();
  return withWorkspace(workspace, ({ session }) => backUp(session.current().store, to && resolve(to), progress));
}

async function backUpThere(url: string, to: string | undefined): Promise<BackupReport> {
  if (to !== undefined)
    throw new RankLabError('INVALID_ARGUMENT', 'A service writes backups into its workspace’s folder backups', {
      place: '--to',
      remedy: 'Leave --to out',
    });
  return (await callService(url, '/workspace/backup', {})) as BackupReport;
}

function describeCheck({ read, findings, rebuilt }: CheckReport): string {
  const counts = [
    plural(read.artifacts, 'artifact'),
    plural(read.documents, 'document'),
    plural(read.logSegments, 'log segment'),
    plural(read.tables, 'table'),
    plural(read.rows, 'row'),
  ].join(', ');
  const lines = [`Read ${counts}: ${formatBytes(read.bytes)}`];
  if (findings.length === 0) lines.push('No damage.');
  else
    lines.push(
      textTable(
        ['file', 'damage', 'what to do'],
        findings.map(({ file, reason, remedy, repaired }) => [file, reason, repaired ? `repaired: ${remedy}` : remedy]),
      ),
    );
  if (rebuilt) lines.push('The models were built again.');
  return lines.join('\n');
}
