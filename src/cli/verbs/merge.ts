import type { Command } from 'commander';
import { reportFormats } from '#engine/report/formats/registry';
import { readShards } from '#service/experiments/shards/shard-file';
import { completeShards } from '#service/experiments/shards/merge-shards';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { commaList } from '../arguments';
import { choicesOf } from '../choices';
import { describeResult } from '../describe-result';
import { printResult, progressContext, type OutputOptions } from '../output';
import { saveResult } from '../save-result';
import { withChosenWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface MergeOptions extends OutputOptions {
  readonly workspace?: string;
  readonly snapshot?: string;
  readonly formats: string[];
  readonly save?: string;
  readonly out: string;
}

export function merge(program: Command): void {
  program
    .command('merge')
    .description(
      'Merge what “compare --shard” measured: the same files, byte for byte, as one run on one machine. Counts as one look, which is recorded in a ' +
        'workspace and not in a snapshot.',
    )
    .argument('<folders...>', 'the folders of the shards, or their files; all shards may share a folder')
    .option('--workspace <folder>', 'the workspace; default: the folder that the shards were measured on')
    .option('--snapshot <folder>', 'a snapshot of the workspace')
    .option('--formats <list>', `report formats: ${choicesOf(reportFormats)}`, commaList, ['csv', 'json'])
    .option('--save <name>', 'save the run in the workspace under a name, and write it as a .ranklab file, which “gate” holds against')
    .requiredOption('--out <folder>', 'output folder')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (folders: string[], options: MergeOptions) => {
      const progress = progressContext(options);
      const shards = completeShards(await readShards(nodeFileOperations, folders));
      const measuredOn = shards[0]?.header.workspace;
      const chosen = options.workspace === undefined && options.snapshot === undefined ? { workspace: measuredOn } : options;
      const { files, result, lookRecorded } = await withChosenWorkspace(chosen, 'merge', async ({ session }) => {
        const workspace = session.current();
        if (options.save !== undefined) workspace.store.requireWritable();
        const merged = await workspace.experiments.merge(shards, options.formats, progress);
        const outcome = { ...merged, lookRecorded: workspace.store.snapshot === undefined };
        if (options.save === undefined) return outcome;
        return { ...outcome, files: [...outcome.files, await saveResult(workspace, options.save, outcome.config, outcome.result)] };
      });
      const written = await writeFiles(options.out, files);
      progress.done();
      printResult(options, { files: written, result, lookRecorded }, () =>
        [describeResult(result), ...(lookRecorded ? [] : [notRecorded]), `Wrote ${written.join(', ')}`].join('\n\n'),
      );
    });
}

const notRecorded = 'The look is not recorded: a snapshot keeps none. Merge with --workspace to record it.';
