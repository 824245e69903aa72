import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { importPresets } from '#engine/dataset/importers/registry';
import type { Runtime } from '#service/runtime';
import { NothingImported } from '#service/import/nothing-imported';
import { errorCatalogue, RankLabError } from '#shared/errors';
import {
  importRequestSchema,
  interactionMappingSchema,
  userMappingSchema,
  videoMappingSchema,
  type ImportReport,
} from '#shared/schemas/dataset';
import { parseOrThrow } from '#shared/validation';
import { columnMapping, jsonObject, mappingList } from '../arguments';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withNewOrOpenWorkspace } from '../with-workspace';

interface ImportOptions extends OutputOptions {
  readonly workspace: string;
  readonly check?: boolean;
  readonly preset?: string;
  readonly from?: string;
  readonly interactions?: string;
  readonly testInteractions?: string;
  readonly map?: Record<string, string>;
  readonly videos?: string;
  readonly mapVideos?: Record<string, string>;
  readonly users?: string;
  readonly mapUsers?: Record<string, string>;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly header?: boolean;
  readonly timestampUnit?: string;
  readonly decimalComma?: boolean;
  readonly defaultKind?: string;
  readonly kinds?: Record<string, string>;
  readonly unknownIds?: string;
  readonly options?: Record<string, unknown>;
  readonly mode: string;
}

const folderPresets = importPresets
  .list()
  .filter(({ layouts }) => layouts.length > 0)
  .map(({ id }) => id);
const columnsOf = (schema: { readonly shape: object }) => columnMapping(Object.keys(schema.shape));

export function importData(program: Command): void {
  program
    .command('import')
    .description('Import interactions, videos and users into a workspace; it is created when it does not exist.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--preset <id>', `a known layout of files, with --from: ${folderPresets.join(', ')}`)
    .option('--from <folder>', 'the folder that holds the preset’s files')
    .option('--interactions <file>', 'a CSV, TSV or Parquet file')
    .option(
      '--map <pairs>',
      'its columns: user=COL,video=COL[,timestamp=COL,value=COL,kind=COL]; guessed otherwise',
      columnsOf(interactionMappingSchema),
    )
    .option('--test-interactions <file>', 'more interactions in the same format: the test side of the split “predefined”')
    .option('--videos <file>', 'a file of videos')
    .option(
      '--map-videos <pairs>',
      'its columns: video=COL[,title=COL,description=COL,tags=COL,category=COL,creator=COL,publishedAt=COL,duration=COL]; guessed otherwise',
      columnsOf(videoMappingSchema),
    )
    .option('--users <file>', 'a file of users')
    .option('--map-users <pairs>', 'its columns: user=COL; guessed otherwise', columnsOf(userMappingSchema))
    .option('--delimiter <text>', 'what divides the cells of the interactions; detected otherwise')
    .option('--encoding <name>', 'utf-8, utf-16le, utf-16be or windows-1252; detected otherwise')
    .option('--header', 'the first row of the interactions is a header')
    .option('--no-header', 'the first row of the interactions is data')
    .option('--timestamp-unit <unit>', 's, ms, us, iso or day-month-year; detected otherwise')
    .option('--decimal-comma', 'numbers are written 3,5')
    .option('--default-kind <kind>', 'kind of interactions that name none')
    .option('--kinds <pairs>', 'kinds in the file and what they become: click=view,fav=like', mappingList)
    .option('--unknown-ids <policy>', 'add or reject interactions with ids that no file describes')
    .option('--options <json>', 'all of this for every file: {"videos":{"delimiter":";"},"kinds":{…}}', jsonObject)
    .option('--mode <mode>', 'replace what the workspace has, or merge into it', 'replace')
    .option('--check', 'read and judge every row, and change nothing')
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

function requestFrom(given: ImportOptions): Record<string, unknown> {
  if (given.preset === undefined ? given.interactions === undefined : given.from === undefined)
    throw new RankLabError('INVALID_ARGUMENT', 'Say what to import: --interactions FILE, or --preset ID with --from FOLDER');
  const { preset, from, interactions, testInteractions, map, videos, mapVideos, users, mapUsers, mode, check } = given;
  const { delimiter, encoding, header: hasHeader, timestampUnit, decimalComma, defaultKind, kinds, unknownIds } = given;
  const ofInteractions = present({ delimiter, encoding, hasHeader, timestampUnit, decimalComma });
  const options = {
    ...given.options,
    ...present({ defaultKind, kinds, unknownIds }),
    ...(Object.keys(ofInteractions).length > 0 && {
      interactions: { ...(given.options?.['interactions'] as object | undefined), ...ofInteractions },
    }),
  };
  return present({
    ...{ preset, from, interactions, testInteractions, map, videos, mapVideos, users, mapUsers, mode, check },
    options: Object.keys(options).length > 0 ? options : undefined,
  });
}

const present = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function describeImport(report: ImportReport, checked: boolean): string {
  const files = textTable(
    ['file', 'lines', 'accepted', 'rejected'],
    report.files.map((file) => [file.file, file.lines, file.accepted, file.rejected]),
  );
  const rejects = report.rejects.slice(0, 20).map((row) => `  ${row.file}:${row.line} ${row.column}: ${row.reason} (${row.sample})`);
  const rejected = report.files.reduce((sum, file) => sum + file.rejected, 0);
  const others = rejected > rejects.length && rejects.length > 0 ? [`  … and ${rejected - rejects.length} more`] : [];
  return [
    ...(report.changed
      ? []
      : [checked ? 'Checked: nothing was changed.' : 'Nothing was imported: no row was accepted. The data is as it was.']),
    `${checked ? 'It would hold ' : ''}${report.users} users, ${report.videos} videos, ${report.interactions} interactions`,
    files,
    ...rejects,
    ...others,
    ...(report.rejectsFile !== null ? [`All rejected rows: ${report.rejectsFile}`] : []),
    ...report.notes,
  ].join('\n');
}
