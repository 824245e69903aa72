import type { Command } from 'commander';
import { checkAttachments } from '#service/models/attachments';
import type { AttachmentReport } from '#shared/schemas/index-engine';
import { printResult, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface AttachmentsOptions extends OutputOptions {
  readonly workspace: string;
}

/** Attached tables of an index server, compared with the workspace before anything searches them. */
export function attachments(program: Command): void {
  program
    .command('attachments')
    .description('Compare the attached tables of the index server with the vectors of a workspace.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--json', 'print one JSON document')
    .action(async (options: AttachmentsOptions) => {
      const reports = await withWorkspace(options.workspace, ({ session }) => checkAttachments(session.current().models, session.ann));
      printResult(options, reports, () => (reports.length === 0 ? 'The connection attaches no table' : reports.map(describe).join('\n\n')));
      if (reports.some(({ passed }) => !passed)) process.exitCode = 1;
    });
}

const describe = ({ which, table, checks, remedy }: AttachmentReport): string =>
  [
    `${which}: ${table}`,
    ...checks.map(({ name, passed, detail }) => `  ${passed ? '✓' : '✗'} ${name}: ${detail}`),
    ...(remedy === null ? [] : [`  ${remedy}`]),
  ].join('\n');
