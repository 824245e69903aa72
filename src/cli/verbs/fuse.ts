import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { fusionOf } from '#engine/candidates/fuse';
import { fusionMethods } from '#engine/candidates/fusion/registry';
import type { ForeignRun } from '#engine/model/foreign-run';
import { fuseRuns, type FusedEntry } from '#engine/pipeline/fuse-runs';
import { readRunFile } from '#service/import/runs/read-run';
import { runRoles, type RunColumnMap } from '#service/import/runs/run-columns';
import { writeRun } from '#service/runs/write-run';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { formatCount } from '#shared/counts';
import { runPolicySchema, type RunPolicy } from '#shared/schemas/foreign-run';
import { candidateSettingsSchema } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { columnMapping, jsonObject, wholeNumber } from '../arguments';
import { choicesOf } from '../choices';
import { printResult, progressContext, type OutputOptions } from '../output';
import { policyChoices, runPolicy } from '../run-policy';
import { weightList } from '../weights';

interface FuseOptions extends OutputOptions {
  readonly runs: string[];
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly weights?: number[];
  readonly runPolicy: Partial<RunPolicy>;
  readonly runColumns: RunColumnMap;
  readonly depth: number;
  readonly out: string;
}

export function fuse(program: Command): void {
  program
    .command('fuse')
    .description('Merge several runs into one; needs no workspace.')
    .requiredOption('--runs <files...>', 'rankings: TREC run, CSV, TSV, Parquet or JSON Lines')
    .option('--method <id>', `fusion method: ${choicesOf(fusionMethods)}`, 'rrf')
    .option('--params <json>', 'parameters of the method as JSON, such as {"normalization":"z-score"}', jsonObject, {})
    .option('--weights <list>', 'a weight per run, in their order; default: 1 each', weightList)
    .option('--run-policy <list>', `how runs are read, as name=value: ${policyChoices()}`, runPolicy, {})
    .option(
      '--run-columns <list>',
      'user=COLUMN,item=COLUMN,rank=COLUMN,score=COLUMN where the names are unusual',
      columnMapping(runRoles),
      {},
    )
    .option('--depth <count>', 'entries of a fused list', wholeNumber(1), 1000)
    .requiredOption('--out <file>', 'the fused run: .trec, .run, .txt, .csv, .tsv, .jsonl or .parquet')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: FuseOptions) => {
      const progress = progressContext(options);
      const merge = parseOrThrow(candidateSettingsSchema.shape.merge, { id: options.method, params: options.params }, '--method');
      fusionOf(merge);
      const runs = await readRuns(options, progress);
      const policy = runPolicySchema.parse(options.runPolicy);
      const counts = { users: 0, lines: 0 };
      const { weights, depth } = options;
      const fused = fuseRuns(runs, { merge, policy, depth, ...(weights && { weights }) }, progress);
      await writeRun(nodeFileOperations, options.out, counted(fused, counts), options.method, progress);
      progress.done();
      const document = { file: options.out, method: merge, runs: runs.map(({ file, sha256 }) => ({ file, sha256 })), ...counts };
      printResult(
        options,
        document,
        () =>
          `Wrote ${options.out}: ${formatCount(counts.users)} lists, ${formatCount(counts.lines)} entries, ${options.method} of ${runs.map(({ file }) => file).join(', ')}`,
      );
    });
}

async function readRuns({ runs, runColumns: map }: FuseOptions, progress: ReturnType<typeof progressContext>): Promise<ForeignRun[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ranklab-fuse-'));
  try {
    const read: ForeignRun[] = [];
    for (const path of runs) read.push(await readRunFile(nodeFileOperations, path, folder, { name: basename(path), map }, progress));
    return read;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* counted(entries: AsyncIterable<FusedEntry>, counts: { users: number; lines: number }): AsyncGenerator<FusedEntry> {
  for await (const entry of entries) {
    if (entry.rank === 1) counts.users++;
    counts.lines++;
    yield entry;
  }
}
