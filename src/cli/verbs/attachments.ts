import type { Command } from 'commander';
import { checkAttachments } from '#service/models/attachments';
import type { AttachmentReport } from '#shared/schemas/index-engine';
import { printResult, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface AttachmentsOptions extends OutputOptions {
  readonly workspace: string;
}

/** What index servers have attached, compared with the workspace before anything searches them. */
export function attachments(program: Command): void {
  program
    .command('attachments')
    .description('Compare the attached tables and collections of the index servers with the vectors of a workspace.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--json', 'print one JSON document')
    .action(async (options: AttachmentsOptions) => {
      const reports = await withWorkspace(options.workspace, ({ session }) => checkAttachments(session.current().models, session.ann));
      printResult(options, reports, () =>
        reports.length === 0 ? 'No connection attaches a table or a collection' : reports.map(describe).join('\n\n'),
      );
      if (reports.some(({ passed }) => !passed)) process.exitCode = 1;
    });
}

const describe = ({ backend, which, table, checks, remedy }: AttachmentReport): string =>
  [
    `${which}: ${table} (${backend})`,
    ...checks.map(({ name, passed, detail }) => `  ${passed ? '✓' : '✗'} ${name}: ${detail}`),
    ...(remedy === null ? [] : [`  ${remedy}`]),
  ].join('\n');
