import type { Command } from 'commander';
import { WorkerPool } from '#service/jobs/worker-pool';
import type { Runtime } from '#service/runtime';
import { beginGeneration } from '#service/workspace/generation';
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
    .option('--no-embeddings', 'skip the content embeddings')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: PipelineOptions) => {
      const progress = progressContext(options);
      const params = generatorParamsFrom(options);
      const settings = settingsFrom({ ...options, seed: params.seed });
      const workers = new WorkerPool();
      const generation = beginGeneration(params, workers, progress);
      const make = async ({ session }: Runtime) => {
        const workspace = session.current();
        const generated = await workspace.keepGenerated(generation);
        const building = workspace.models.build(settings, progress, ['serving'], generated);
        await Promise.allSettled([building, generated.exported]); // finish everything before the workspace is closed
        const built = await building;
        await generated.exported;
        return {
          ...built,
          workspace: workspace.store.info.path,
          generator: generated.report,
          millisecondsByStage: { ...generated.millisecondsByStage, ...built.millisecondsByStage },
        };
      };
      const report = await withNewOrOpenWorkspace(options.workspace, make, { workers });
      progress.done();
      printResult(options, report, () => [describeGenerated(report.generator), describeBuild(report)].join('\n'));
    });
}
