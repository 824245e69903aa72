import type { Command } from 'commander';
import { importRequestSchema, type ImportReport } from '#shared/schemas/dataset';
import { mappingList, parseWith } from '../arguments';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withNewOrOpenWorkspace } from '../with-workspace';

interface ImportOptions extends OutputOptions {
  readonly workspace: string;
  readonly preset?: string;
  readonly from?: string;
  readonly interactions?: string;
  readonly map?: Record<string, string>;
  readonly videos?: string;
  readonly mapVideos?: Record<string, string>;
  readonly users?: string;
  readonly mapUsers?: Record<string, string>;
  readonly mode: string;
}

export function importData(program: Command): void {
  program
    .command('import')
    .description('Import interactions, videos and users into a workspace; it is created when it does not exist.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--preset <id>', 'a known layout of files, such as movielens; needs --from')
    .option('--from <folder>', 'the folder that holds the preset’s files')
    .option('--interactions <file>', 'a CSV, TSV or Parquet file; needs --map')
    .option('--map <pairs>', 'columns of the interactions: user=COL,video=COL[,timestamp=COL,value=COL,kind=COL]', mappingList)
    .option('--videos <file>', 'a file of videos; needs --map-videos')
    .option(
      '--map-videos <pairs>',
      'columns of the videos: video=COL[,title=COL,description=COL,tags=COL,category=COL,creator=COL,publishedAt=COL,duration=COL]',
      mappingList,
    )
    .option('--users <file>', 'a file of users; needs --map-users')
    .option('--map-users <pairs>', 'columns of the users: user=COL', mappingList)
    .option('--mode <mode>', 'replace what the workspace has, or merge into it', 'replace')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: ImportOptions) => {
      const { workspace: folder, json: _json, quiet: _quiet, ...asked } = options;
      const request = parseWith(importRequestSchema, asked, 'import');
      const progress = progressContext(options);
      const report = await withNewOrOpenWorkspace(folder, ({ session }) => session.current().import(request, progress));
      progress.done();
      printResult(options, report, () => describeImport(report));
    });
}

function describeImport(report: ImportReport): string {
  const files = textTable(
    ['file', 'lines', 'accepted', 'rejected'],
    report.files.map((file) => [file.file, file.lines, file.accepted, file.rejected]),
  );
  const rejects = report.rejects.slice(0, 20).map((row) => `  ${row.file}:${row.line} ${row.column}: ${row.reason} (${row.sample})`);
  const more = report.rejectsFile !== null ? [`All rejected rows: ${report.rejectsFile}`] : [];
  return [
    `${report.users} users, ${report.videos} videos, ${report.interactions} interactions`,
    files,
    ...rejects,
    ...more,
    ...report.notes,
  ].join('\n');
}
