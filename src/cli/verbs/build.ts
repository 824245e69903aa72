import { buildSettingsSchema } from '#shared/schemas/model';
import type { BuildReport } from '#shared/schemas/model';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments';
import { printResult, progressContext, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface BuildOptions extends OutputOptions {
  readonly workspace: string;
  readonly factors: number;
  readonly embeddings: boolean;
  readonly provider: string;
  readonly indexType: string;
  readonly indexBackend: string;
  readonly seed: number;
}

export function build(program: Command): void {
  program
    .command('build')
    .description('Build embeddings, latent factors and the index of a workspace.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--factors <count>', 'latent factors of the truncated SVD', wholeNumber(1), 50)
    .option('--no-embeddings', 'leave the content embeddings out')
    .option('--provider <id>', 'embedding provider', 'local')
    .option('--index-type <type>', 'FAISS factory string, or auto', 'auto')
    .option('--index-backend <id>', 'index backend, or auto', 'auto')
    .option('--seed <number>', 'seed of everything random', wholeNumber(0), 42)
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: BuildOptions) => {
      const progress = progressContext(options);
      const report = await withWorkspace(options.workspace, ({ session }) =>
        session.current().models.build(settingsFrom(options), progress),
      );
      progress.done();
      printResult(options, report, () => describeBuild(report));
    });
}

export const settingsFrom = (
  options: Pick<BuildOptions, 'factors' | 'embeddings' | 'seed'> & Partial<BuildOptions>,
): ReturnType<typeof buildSettingsSchema.parse> =>
  buildSettingsSchema.parse({
    embeddings: options.embeddings ? { provider: options.provider ?? 'local' } : null,
    factors: { factorCount: options.factors },
    index: { type: options.indexType ?? 'auto', backend: options.indexBackend ?? 'auto' },
    seed: options.seed,
  });

export function describeBuild(report: BuildReport): string {
  const explained = report.explainedVarianceFractions.reduce((sum, fraction) => sum + fraction, 0);
  return [
    `${report.users} users, ${report.videos} videos, ${report.interactions} interactions`,
    report.embeddings
      ? `embeddings: ${report.embeddings.provider} ${report.embeddings.model}, ${report.embeddings.dimensions} dimensions`
      : 'embeddings: none',
    `factors: ${report.singularValues.length}, explaining ${(explained * 100).toFixed(1)} % of the variance`,
    ...report.indexes.map((index) => `${index.which} index: ${index.description}, ${index.count} × ${index.dimensions}`),
    Object.entries(report.millisecondsByStage)
      .map(([stage, milliseconds]) => `${stage} ${milliseconds.toFixed(0)} ms`)
      .join(', '),
  ].join('\n');
}
