import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { exportFormats } from '#engine/dataset/exporters/registry';
import { RankLabError } from '#shared/errors';
import { exportContents, exportRequestSchema, type ExportRequest } from '#shared/schemas/dataset';
import { parseOrThrow } from '#shared/validation';
import { commaList, conditionList, jsonObject, timestamp, wholeNumber } from '../arguments';
import { printResult, progressContext, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface ExportOptions extends OutputOptions {
  readonly workspace: string;
  readonly what: string;
  readonly format: string;
  readonly out?: string;
  readonly check?: boolean;
  readonly bom?: boolean;
  readonly delimiter?: string;
  readonly decimalComma?: boolean;
  readonly compress?: string;
  readonly name?: string;
  readonly options?: Record<string, unknown>;
  readonly users?: number;
  readonly seed?: number;
  readonly kinds?: readonly string[];
  readonly from?: number;
  readonly until?: number;
  readonly onlyUsed?: boolean;
  readonly where?: string[];
  readonly whereVideos?: string[];
  readonly whereUsers?: string[];
}

const delimiters: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '\\t': 'tab', '|': 'pipe' };

const withoutUndefined = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function whereOf({ where: interactions, whereVideos: videos, whereUsers: users }: ExportOptions): Record<string, unknown> | undefined {
  const where = withoutUndefined({ interactions, videos, users });
  return Object.keys(where).length === 0 ? undefined : where;
}

const requestFrom = (options: ExportOptions): unknown => ({
  what: options.what,
  format: options.format,
  options: {
    ...options.options,
    ...withoutUndefined({
      byteOrderMark: options.bom,
      delimiter: options.delimiter === undefined ? undefined : (delimiters[options.delimiter] ?? options.delimiter),
      decimalComma: options.decimalComma,
      compression: options.compress,
      name: options.name,
    }),
  },
  filter: withoutUndefined({
    users: options.users,
    seed: options.seed,
    kinds: options.kinds,
    fromMs: options.from,
    untilMs: options.until,
    onlyUsed: options.onlyUsed,
    where: whereOf(options),
  }),
});

/** @throws INVALID_ARGUMENT without a folder. */
function folderOf({ out }: ExportOptions): string {
  if (out !== undefined) return resolve(out);
  throw new RankLabError('INVALID_ARGUMENT', 'An export needs a folder for its files', {
    place: '--out',
    remedy: 'Add --out FOLDER, or --check to count the rows only.',
  });
}

async function count(options: ExportOptions, { filter }: ExportRequest): Promise<void> {
  const counts = await withWorkspace(options.workspace, ({ session }) => session.current().dataExport.count(filter));
  printResult(options, counts, () => `${counts.users} users, ${counts.videos} videos, ${counts.interactions} interactions`);
}

/** Everything that a workspace holds, as files for other programs and for another workspace. */
export function exportVerb(program: Command): void {
  program
    .command('export')
    .description('Write the data of a workspace as files: users, videos, interactions, vectors, factors.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--out <folder>', 'where the files go; files of the same names are replaced')
    .option('--check', 'count the users, videos and interactions that would be written, and write nothing')
    .addOption(new Option('--what <tables>', 'which tables').choices([...exportContents]).default('all'))
    .addOption(new Option('--format <format>', 'how they are written').choices(exportFormats.ids).default('csv'))
    .option('--delimiter <sign>', 'csv: comma, semicolon, tab or pipe')
    .option('--decimal-comma', 'csv: 1,5 instead of 1.5')
    .option('--compress <method>', 'csv, jsonl: gzip or zstd; the files end in .gz or .zst')
    .option('--bom', 'csv: with a byte-order mark, by which Excel knows UTF-8')
    .option('--name <name>', 'recbole: the files are NAME.inter, NAME.item, NAME.user')
    .option('--options <json>', 'options of the format: {"delimiter":"semicolon"}', jsonObject)
    .option('--users <n>', 'a sample of this many users, with their interactions', wholeNumber(1))
    .option('--seed <n>', 'another seed, another sample (42)', wholeNumber(0))
    .option('--kinds <list>', 'only interactions of these kinds: view,like', commaList)
    .option('--from <time>', 'only interactions at or after this moment', timestamp)
    .option('--until <time>', 'only interactions before this moment', timestamp)
    .option('--where <condition>', 'only interactions for which it holds, such as device in (tv, phone); repeatable', conditionList)
    .option('--where-videos <condition>', 'only videos for which it holds, with their interactions; repeatable', conditionList)
    .option('--where-users <condition>', 'only users for whom it holds, with their interactions; repeatable', conditionList)
    .option('--only-used', 'only users and videos that have an interaction among those')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: ExportOptions) => {
      const request = parseOrThrow(exportRequestSchema, requestFrom(options), 'export');
      if (options.check === true) return count(options, request);
      const folder = folderOf(options);
      const progress = progressContext(options);
      const report = await withWorkspace(options.workspace, ({ session }) => session.current().dataExport.write(request, progress, folder));
      progress.done();
      printResult(options, report, () =>
        [
          ...report.files.map(({ name, rows, bytes }) => `${name}: ${rows} rows, ${bytes} bytes`),
          `in ${report.folder}`,
          ...report.notes,
        ].join('\n'),
      );
    });
}
