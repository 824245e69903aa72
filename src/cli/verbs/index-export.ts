import { Option, type Command } from 'commander';
import { exportIndex } from '#service/ann/index-export';
import type { IndexedVectors } from '#shared/schemas/index-bench';
import { printResult, progressContext, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface ExportOptions extends OutputOptions {
  readonly workspace: string;
  readonly which: IndexedVectors;
  readonly out: string;
}

/** The index as a file for FAISS in any language, with the videos in the order of its rows. */
export function indexExport(program: Command): void {
  program
    .command('index-export')
    .description('Write an index of a workspace as a plain FAISS file, and its ids as CSV beside it.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .addOption(new Option('--which <vectors>', 'content embeddings or item factors').choices(['content', 'factors']).makeOptionMandatory())
    .requiredOption('--out <file>', 'the FAISS file; the ids go to <name>.ids.csv')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: ExportOptions) => {
      const progress = progressContext(options);
      const written = await withWorkspace(options.workspace, async ({ session }) => {
        const { models, store } = session.current();
        const serving = await models.serving();
        const { view } = await serving.recommender();
        const { index } = await models.settings();
        const live = serving.wholeIndex(options.which);
        return exportIndex(view, options.which, index, session.ann, store.files, options.out, { live, context: progress });
      });
      progress.done();
      printResult(
        options,
        written,
        () =>
          `${written.file}: ${written.description}, ${written.count} × ${written.dimensions}\n${written.idsFile}: the videos in the order of its rows`,
      );
    });
}
