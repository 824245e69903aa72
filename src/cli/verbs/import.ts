import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { importPresets } from '#engine/dataset/importers/registry';
import type { Runtime } from '#service/runtime';
import { NothingImported } from '#service/import/nothing-imported';
import { errorCatalogue } from '#shared/errors';
import { importRequestSchema, interactionMappingSchema, userMappingSchema, videoMappingSchema } from '#shared/schemas/dataset';
import { parseOrThrow } from '#shared/validation';
import { columnMapping, commaList, finiteNumber, jsonObject, kindList } from '../arguments';
import { addReadingOptions, requestFrom, type ImportOptions } from '../import-options';
import { describeImport } from '../import-report';
import { printResult, progressContext } from '../output';
import { withNewOrOpenWorkspace } from '../with-workspace';

const folderPresets = importPresets
  .list()
  .filter(({ layouts }) => layouts.length > 0)
  .map(({ id }) => id);
const columnsOf = (schema: { readonly shape: object }) => columnMapping(Object.keys(schema.shape));
const several = (file: string, before: readonly string[] | undefined): string[] => [...(before ?? []), file];

export function importData(program: Command): void {
  const command = program
    .command('import')
    .description('Import interactions, videos and users into a workspace; it is created when it does not exist.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--preset <id>', `a known format, of the files in --from or of the named files: ${folderPresets.join(', ')}`)
    .option('--from <folder>', 'the folder that holds the preset’s files')
    .option('--interactions <file>', 'CSV, TSV, JSON Lines (also compressed) or Parquet; several times for several logs', several)
    .option(
      '--map <pairs>',
      'its columns: user=COL,video=COL[,timestamp=COL,value=COL,kind=COL], quoted where a name has a comma, or JSON; the rest is guessed',
      columnsOf(interactionMappingSchema),
    )
    .option('--test-interactions <file>', 'more interactions in the same format: the test side of the split “predefined”')
    .option('--videos <file>', 'a file of videos; several times for several', several)
    .option(
      '--map-videos <pairs>',
      'its columns: video=COL[,title=COL,description=COL,tags=COL,category=COL,creator=COL,publishedAt=COL,duration=COL]; the rest is guessed',
      columnsOf(videoMappingSchema),
    )
    .option('--users <file>', 'a file of users; several times for several', several)
    .option('--map-users <pairs>', 'its columns: user=COL; guessed otherwise', columnsOf(userMappingSchema));
  addReadingOptions(command)
    .option('--default-kind <kind>', 'kind of interactions that name none')
    .option('--kinds <pairs>', 'kinds in the file and what they become: click=view,fav=like; spam= leaves its rows out', kindList)
    .option('--unknown-ids <policy>', 'add or reject interactions with ids that no file describes')
    .option(
      '--duplicates <policy>',
      'interactions that repeat another: keep, first or count; first where times are moments, otherwise keep',
    )
    .option('--same-ids <forms>', 'ids are the same without: blanks,decimals,accents', commaList)
    .option('--reject-limit <share>', 'share of rows or cells that may be unreadable; above it nothing is imported (0.05)', finiteNumber)
    .option('--options <json>', 'all of this for every file: {"videos":{"delimiter":";"},"kinds":{…}}', jsonObject)
    .option('--mode <mode>', 'replace what the workspace has, or merge into it', 'replace')
    .option('--check', 'read and judge every row, and change nothing')
    .option('--yes', 'where a guess is not sure, take the best one')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: ImportOptions) => {
      const request = parseOrThrow(importRequestSchema, requestFrom(options), 'import');
      const progress = progressContext(options);
      const isNew = !existsSync(join(options.workspace, 'workspace.json'));
      const report = await onWorkspace(options.workspace, isNew && request.check === true, ({ session }) => {
        const importing = session.current().import(request, progress);
        return isNew ? importing.catch((error: unknown) => keepRejectsAfterFailure(error, resolve(options.workspace))) : importing;
      });
      progress.done();
      printResult(options, report, () => describeImport(report, request.check === true));
      if (!report.changed && request.check !== true) process.exitCode = errorCatalogue.IMPORT_FAILED.exitCode;
    });
}

/**
 * A new workspace that nothing came into goes again; its rejected rows are brought to a file beside it, or, where one may not write
 * there, to the working directory. @throws what the import threw, naming that file, or none where neither can hold it.
 */
async function keepRejectsAfterFailure(error: unknown, workspace: string): Promise<never> {
  if (!(error instanceof NothingImported) || error.rejectsFile === null) throw error;
  const name = `${basename(workspace)}-${basename(error.rejectsFile)}`;
  const places = [dirname(workspace), process.cwd()].filter((folder) => !isWithin(folder, workspace));
  for (const folder of places) {
    const rescued = join(folder, name);
    const isCopied = await copyFile(error.rejectsFile, rescued).then(
      () => true,
      () => false, // why it failed matters less than why the import did
    );
    if (isCopied) throw error.withRejectsFile(rescued);
  }
  throw error.withRejectsFile(null);
}

/** What is within the new workspace goes with it. */
function isWithin(folder: string, workspace: string): boolean {
  const way = relative(workspace, folder);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

/** A check leaves nothing behind, not even a new workspace. */
async function onWorkspace<Value>(path: string, aside: boolean, work: (runtime: Runtime) => Promise<Value>): Promise<Value> {
  if (!aside) return withNewOrOpenWorkspace(path, work);
  const scratch = await mkdtemp(join(tmpdir(), 'ranklab-check-'));
  try {
    return await withNewOrOpenWorkspace(join(scratch, 'workspace'), work);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
