import { resolve } from 'node:path';
import { embeddingProviders } from '#engine/embeddings/registry';
import type { EmbeddingEstimate, EmbeddingUsage } from '#shared/schemas/embedding-cost';
import { buildSettingsSchema } from '#shared/schemas/model';
import type { BuildReport } from '#shared/schemas/model';
import { parseOrThrow } from '#shared/validation';
import type { Command } from 'commander';
import { jsonObject, wholeNumber } from '../arguments';
import { backendChoices, choicesOf } from '../choices';
import { printResult, progressContext, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface BuildOptions extends OutputOptions {
  readonly workspace: string;
  readonly factors: number;
  readonly embeddings: boolean;
  readonly provider: string;
  readonly embeddingModel?: string;
  readonly dimensions?: number;
  readonly baseUrl?: string;
  readonly vectors?: string;
  readonly modelFolder?: string;
  readonly providerParams: Record<string, unknown>;
  readonly estimate?: boolean;
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
    .option('--no-embeddings', 'skip the content embeddings')
    .option('--provider <id>', `embedding provider: ${choicesOf(embeddingProviders)}`, 'local')
    .option('--embedding-model <name>', 'model of the provider, such as text-embedding-3-large')
    .option('--dimensions <count>', 'length of the vectors, if the provider supports it', wholeNumber(1))
    .option('--base-url <url>', 'an OpenAI-compatible server, such as http://localhost:11434/v1')
    .option('--vectors <file>', 'vectors for the provider precomputed: .npy, .npz, Parquet, CSV, JSON Lines or word2vec’s text')
    .option('--model-folder <folder>', 'for the provider onnx: a folder with an ONNX model and its tokenizer.json')
    .option('--provider-params <json>', 'parameters of the provider, as JSON', jsonObject, {})
    .option('--estimate', 'print the cost of the embeddings without building')
    .option('--index-type <type>', 'FAISS factory string, or auto', 'auto')
    .option('--index-backend <id>', `index backend: ${backendChoices()}`, 'auto')
    .option('--seed <number>', 'random seed', wholeNumber(0), 42)
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: BuildOptions) => {
      const settings = settingsFrom(options);
      if (options.estimate === true) {
        const estimate = await withWorkspace(options.workspace, ({ session }) => session.current().models.estimate(settings));
        return printResult(options, estimate, () => describeEstimate(estimate));
      }
      const progress = progressContext(options);
      const report = await withWorkspace(options.workspace, ({ session }) => session.current().models.build(settings, progress));
      progress.done();
      printResult(options, report, () => describeBuild(report));
    });
}

export const settingsFrom = (
  options: Pick<BuildOptions, 'factors' | 'embeddings' | 'seed'> & Partial<BuildOptions>,
): ReturnType<typeof buildSettingsSchema.parse> =>
  parseOrThrow(
    buildSettingsSchema,
    {
      embeddings: options.embeddings ? { provider: options.provider ?? 'local', params: providerParams(options) } : null,
      factors: { factorCount: options.factors },
      index: { type: options.indexType ?? 'auto', backend: options.indexBackend ?? 'auto' },
      seed: options.seed,
    },
    'build',
  );

const providerParams = ({ embeddingModel, dimensions, baseUrl, vectors, modelFolder, providerParams: more }: Partial<BuildOptions>) => ({
  ...more,
  ...(embeddingModel !== undefined && { model: embeddingModel }),
  ...(dimensions !== undefined && { dimensions }),
  ...(baseUrl !== undefined && { baseUrl }),
  ...(vectors !== undefined && { path: resolve(vectors) }),
  ...(modelFolder !== undefined && { path: resolve(modelFolder) }),
});

const price = (priceUsd: number | null): string =>
  priceUsd === null ? 'price unknown' : priceUsd === 0 ? 'free' : `about $${priceUsd.toFixed(priceUsd < 0.1 ? 4 : 2)}`;

function describeEstimate(estimate: EmbeddingEstimate | null): string {
  if (!estimate) return 'These embeddings are computed on this machine and cost nothing.';
  const { model, texts, cachedTexts, tokens, priceUsd } = estimate;
  return [`${model}: ${texts} texts to embed, about ${tokens} tokens, ${price(priceUsd)}`, `${cachedTexts} texts are cached and free`].join(
    '\n',
  );
}

export function describeBuild(report: BuildReport): string {
  const explained = report.explainedVarianceFractions.reduce((sum, fraction) => sum + fraction, 0);
  return [
    `${report.users} users, ${report.videos} videos, ${report.interactions} interactions`,
    report.embeddings
      ? `embeddings: ${report.embeddings.provider} ${report.embeddings.model}, ${report.embeddings.dimensions} dimensions${spent(report.embeddings.usage)}`
      : 'embeddings: none',
    ...(report.embeddings?.notes ?? []).map((note) => `  ${note}`),
    `factors: ${report.singularValues.length}, explaining ${(explained * 100).toFixed(1)} % of the variance`,
    ...report.indexes.map((index) => `${index.which} index: ${index.description}, ${index.count} × ${index.dimensions}`),
    Object.entries(report.millisecondsByStage)
      .map(([stage, milliseconds]) => `${stage} ${milliseconds.toFixed(0)} ms`)
      .join(', '),
  ].join('\n');
}

const spent = (usage: EmbeddingUsage | undefined): string =>
  usage
    ? ` (${usage.requestedTexts} texts, ${usage.tokens} tokens, ${price(usage.priceUsd)}; ${usage.cachedTexts} cached${usage.cutTexts > 0 ? `; ${usage.cutTexts} cut` : ''})`
    : '';
