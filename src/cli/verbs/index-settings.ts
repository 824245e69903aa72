import { Option, type Command } from 'commander';
import { buildSettingsSchema, type BuildReport, type BuildSettings } from '#shared/schemas/model';
import { parseOrThrow } from '#shared/validation';
import { backendChoices } from '../choices';
import { printResult, progressContext, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';
import { indexParameter } from './index-options';

interface IndexOptions extends OutputOptions {
  readonly workspace: string;
  readonly type: string;
  readonly metric?: BuildSettings['index']['metric'];
  readonly backend: string;
  readonly param: Readonly<Record<string, number>>;
}

interface Answer {
  readonly settings: BuildSettings['index'];
  readonly why: string;
  readonly indexes: BuildReport['indexes'];
  readonly buildMs: number;
}

/** Sets how the workspace's vectors are indexed, and builds the indexes; embeddings and factors are unchanged. */
export function index(program: Command): void {
  program
    .command('index')
    .description('Choose the type of index of a workspace and build it.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option(
      '--type <type>',
      'FAISS factory string (Flat, HNSW32, IVF256,Flat …), or auto: Flat up to 100,000 vectors, HNSW32 above',
      'auto',
    )
    .addOption(
      new Option('--metric <name>', 'default: cosine for content, inner product for factors').choices(['inner-product', 'l2', 'cosine']),
    )
    .option('--backend <id>', `index backend: ${backendChoices()}`, 'auto')
    .option('--param <name=number>', 'a parameter of the backend, such as efConstruction=200; may be repeated', indexParameter, {})
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: IndexOptions) => {
      const progress = progressContext(options);
      const answer = await withWorkspace(options.workspace, async ({ session }): Promise<Answer> => {
        const { models } = session.current();
        const current = await models.settings();
        const { type, backend, param: params, metric } = options;
        const settings = parseOrThrow(
          buildSettingsSchema,
          { ...current, index: { type, backend, params, ...(metric && { metric }) } },
          'index',
        );
        const report = await models.build(settings, progress);
        const largest = Math.max(0, ...report.indexes.map(({ count }) => count));
        const why = session.ann.typeFor(settings.index, largest).reason;
        return { settings: settings.index, why, indexes: report.indexes, buildMs: report.millisecondsByStage['index'] ?? 0 };
      });
      progress.done();
      printResult(options, answer, () =>
        [
          answer.why,
          ...answer.indexes.map(
            ({ which, description, count, dimensions, bytes }) =>
              `${which}: ${description}, ${count} × ${dimensions}, ${(bytes / 2 ** 20).toFixed(1)} MiB`,
          ),
          `built in ${answer.buildMs.toFixed(0)} ms`,
        ].join('\n'),
      );
    });
}
