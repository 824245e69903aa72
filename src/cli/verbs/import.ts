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
    .option('--preset <id>', `a known format of the files in --from or of the given files: ${folderPresets.join(', ')}`)
    .option('--from <folder>', 'the folder that holds the preset’s files')
    .option(
      '--interactions <file>',
      'CSV, TSV, JSON Lines (also compressed), Parquet (a file, a folder, a pattern), sqlite:FILE?table=T, duckdb:FILE?query=SQL, postgres://…?table=T; repeatable',
      several,
    )
    .option(
      '--map <pairs>',
      'its columns: user=COL,video=COL[,timestamp=COL,value=COL,kind=COL], quoted where a name has a comma, or JSON; the rest is guessed',
      columnsOf(interactionMappingSchema),
    )
    .option('--test-interactions <file>', 'more interactions in the same format: the test side of the split “predefined”')
    .option('--videos <file>', 'a file of videos; repeatable', several)
    .option(
      '--map-videos <pairs>',
      'its columns: video=COL[,title=COL,description=COL,tags=COL,category=COL,creator=COL,publishedAt=COL,duration=COL]; the rest is guessed',
      columnsOf(videoMappingSchema),
    )
    .option('--users <file>', 'a file of users; repeatable', several)
    .option('--map-users <pairs>', 'its columns: user=COL; guessed otherwise', columnsOf(userMappingSchema));
  addReadingOptions(command)
    .option('--default-kind <kind>', 'kind of interactions without one')
    .option('--kinds <pairs>', 'mapping of kinds: click=view,fav=like; spam= drops its rows', kindList)
    .option('--unknown-ids <policy>', 'add or reject interactions with ids that no file describes')
    .option('--duplicates <policy>', 'repeated interactions: keep, first or count; default: first with exact times, else keep')
    .option('--same-ids <forms>', 'differences to ignore in ids: blanks,decimals,accents', commaList)
    .option('--reject-limit <share>', 'maximum share of unreadable rows or cells; above it nothing is imported (0.05)', finiteNumber)
    .option('--options <json>', 'these options per file, as JSON: {"videos":{"delimiter":";"},"kinds":{…}}', jsonObject)
    .option('--mode <mode>', 'replace what the workspace has, or merge into it', 'replace')
    .option('--check', 'validate every row and change nothing')
    .option('--yes', 'accept the best guess where detection is uncertain')
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
      if (!report.changed && request.check !== true && report.files.length > 0) process.exitCode = errorCatalogue.IMPORT_FAILED.exitCode;
    });
}

/**
 * Removes a new workspace into which nothing was imported; its rejected rows are moved to a file beside it, or to the working directory if that is
 * not writable. @throws the import's error, naming that file, if it could be written.
 */
async function keepRejectsAfterFailure(error: unknown, workspace: string): Promise<never> {
  if (!(error instanceof NothingImported) || error.rejectsFile === null) throw error;
  const name = `${basename(workspace)}-${basename(error.rejectsFile)}`;
  const places = [dirname(workspace), process.cwd()].filter((folder) => !isWithin(folder, workspace));
  for (const folder of places) {
    const rescued = join(folder, name);
    const isCopied = await copyFile(error.rejectsFile, rescued).then(
      () => true,
      () => false, // the import's error is more important
    );
    if (isCopied) throw error.withRejectsFile(rescued);
  }
  throw error.withRejectsFile(null);
}

/** Files inside the new workspace are removed with it. */
function isWithin(folder: string, workspace: string): boolean {
  const way = relative(workspace, folder);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

/** A check leaves no files, not even a new workspace. */
async function onWorkspace<Value>(path: string, aside: boolean, work: (runtime: Runtime) => Promise<Value>): Promise<Value> {
  if (!aside) return withNewOrOpenWorkspace(path, work);
  const scratch = await mkdtemp(join(tmpdir(), 'ranklab-check-'));
  try {
    return await withNewOrOpenWorkspace(join(scratch, 'workspace'), work);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
