import type { Command } from 'commander';
import { printResult, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

export function undoImport(program: Command): void {
  program
    .command('undo-import')
    .description('Bring back the data that the last import or generation replaced; once more takes that back.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--json', 'print one JSON document')
    .action(async ({ workspace, ...output }: OutputOptions & { workspace: string }) => {
      const summary = await withWorkspace(workspace, async ({ session }) => {
        await session.current().undoImport();
        return session.current().store.data.summary();
      });
      printResult(output, summary, () =>
        summary === null
          ? 'The workspace has no data'
          : `The workspace has ${summary.users} users, ${summary.videos} videos, ${summary.interactions} interactions again`,
      );
    });
}
