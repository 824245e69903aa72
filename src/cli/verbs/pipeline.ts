import type { Command } from 'commander';
import { wholeNumber } from '../arguments';
import { printResult, progressContext, type OutputOptions } from '../output';
import { withNewOrOpenWorkspace } from '../with-workspace';
import { describeBuild, settingsFrom } from './build';
import { addGeneratorOptions, describeGenerated, generatorParamsFrom, type GenerateOptions } from './generate';

type PipelineOptions = GenerateOptions &
  OutputOptions & { readonly workspace: string; readonly factors: number; readonly embeddings: boolean };

export function pipeline(program: Command): void {
  addGeneratorOptions(program.command('pipeline').description('Generate data, embed, factorise, index and save: a workspace ready to use.'))
    .requiredOption('--workspace <folder>', 'the workspace; created when it does not exist')
    .option('--factors <count>', 'latent factors of the truncated SVD', wholeNumber(1), 50)
    .option('--no-embeddings', 'leave the content embeddings out')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: PipelineOptions) => {
      const progress = progressContext(options);
      const report = await withNewOrOpenWorkspace(options.workspace, async ({ session }) => {
        const workspace = session.current();
        const { exported, ...generated } = await workspace.startGenerating(generatorParamsFrom(options), progress);
        const built = await workspace.models.build(settingsFrom({ ...options, seed: options.seed ?? 42 }), progress, ['serving']);
        await exported;
        return {
          ...built,
          workspace: workspace.store.info.path,
          generator: generated.report,
          millisecondsByStage: { ...generated.millisecondsByStage, ...built.millisecondsByStage },
        };
      });
      progress.done();
      printResult(options, report, () => [describeGenerated(report.generator), describeBuild(report)].join('\n'));
    });
}
