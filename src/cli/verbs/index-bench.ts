import { Option, type Command } from 'commander';
import { benchWorkspace } from '#service/models/index-benchmarks';
import { indexBenchSettingsSchema, type IndexBench, type IndexedVectors } from '#shared/schemas/index-bench';
import { parseOrThrow } from '#shared/validation';
import { wholeNumber } from '../arguments';
import { backendChoices } from '../choices';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';
import { indexTypes } from './index-options';

interface BenchOptions extends OutputOptions {
  readonly workspace: string;
  readonly which: IndexedVectors;
  readonly types: string[];
  readonly neighborCount: number;
  readonly queries: number;
  readonly backend: string;
  readonly seed: number;
}

/** The trade-off between recall and speed, measured on the workspace's own vectors. */
export function indexBench(program: Command): void {
  program
    .command('index-bench')
    .description('Compare index types on the vectors of a workspace: recall, speed, build time, size.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .addOption(new Option('--which <vectors>', 'content embeddings or item factors').choices(['content', 'factors']).default('content'))
    .option('--types <list>', 'comma-separated FAISS factory strings', indexTypes, ['Flat', 'HNSW32', 'IVF256,Flat'])
    .option('--neighbor-count <k>', 'neighbours per query', wholeNumber(1), 100)
    .option('--queries <count>', 'queries sampled from the workspace', wholeNumber(1), 200)
    .option('--backend <id>', `index backend: ${backendChoices()}`, 'auto')
    .option('--seed <number>', 'seed of the sample', wholeNumber(0), 42)
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: BenchOptions) => {
      const progress = progressContext(options);
      const bench = await withWorkspace(options.workspace, async ({ session }) => {
        const { which, types, neighborCount, queries: queryCount, seed, backend } = options;
        const settings = parseOrThrow(indexBenchSettingsSchema, { which, types, backend, neighborCount, queryCount, seed }, 'index-bench');
        return benchWorkspace(session.current(), session.ann, settings, progress);
      });
      progress.done();
      printResult(options, bench, () => describe(bench));
    });
}

function describe(bench: IndexBench): string {
  const heading = `${bench.which}: ${bench.count} × ${bench.dimensions}, ${bench.metric}, recall@${bench.neighborCount} of ${bench.queryCount} queries, ${bench.backend}`;
  const rows = bench.types.flatMap(({ type, buildSeconds, bytes, points, problem }) => {
    const size = (bytes / 2 ** 20).toFixed(1);
    if (problem !== null) return [[type, problem, '', '', '', '', '']];
    return points.map(({ parameter, recall, millisecondsPerQuery, queriesPerSecondOne, queriesPerSecondBatch }) => [
      type,
      parameter ? `${parameter.name} ${parameter.value}` : '',
      recall.toFixed(4),
      `${millisecondsPerQuery.toFixed(3)} (${queriesPerSecondOne.toFixed(0)}/s)`,
      `${queriesPerSecondBatch.toFixed(0)}/s`,
      buildSeconds.toPrecision(3),
      size,
    ]);
  });
  return `${heading}\n${textTable(['type', 'parameter', 'recall', 'ms per query', 'batch', 'build s', 'MiB'], rows)}`;
}
