import type { Command } from 'commander';
import { RankLabError } from '#shared/errors';
import type { RowFilter } from '#shared/schemas/dataset';
import { columnPairs, rowFilter } from './arguments';
import type { OutputOptions } from './output';

/** Options of `ranklab import`. */
export interface ImportOptions extends OutputOptions {
  readonly workspace: string;
  readonly check?: boolean;
  readonly yes?: boolean;
  readonly preset?: string;
  readonly from?: string;
  readonly interactions?: string[];
  readonly testInteractions?: string;
  readonly map?: Record<string, string>;
  readonly videos?: string[];
  readonly mapVideos?: Record<string, string>;
  readonly users?: string[];
  readonly mapUsers?: Record<string, string>;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly header?: boolean;
  readonly quote?: string;
  readonly shape?: string;
  readonly timestampUnit?: string;
  readonly decimalComma?: boolean;
  readonly numberFormat?: string;
  readonly nullValues?: string[];
  readonly notRated?: number[];
  readonly where?: RowFilter[];
  readonly flags?: Record<string, string>;
  readonly keep?: 'all' | 'none' | string[];
  readonly defaultKind?: string;
  readonly kinds?: Record<string, string | null>;
  readonly unknownIds?: string;
  readonly duplicates?: string;
  readonly sameIds?: string[];
  readonly rejectLimit?: number;
  readonly options?: Record<string, unknown>;
  readonly mode: string;
}

const list = (text: string): string[] => text.split(',');

/** Format options of the interactions; `--options` sets them per file. */
export const addReadingOptions = (command: Command): Command =>
  command
    .option('--delimiter <text>', 'delimiter of the interactions; detected by default')
    .option('--encoding <name>', 'utf-8, windows-1252, gb18030 or any other encoding of the platform; detected by default')
    .option('--header', 'the first row of the interactions is a header')
    .option('--no-header', 'the interactions have no header')
    .option('--quote <style>', 'quotation marks within quotes: double, backslash, or none; detected by default')
    .option(
      '--shape <shape>',
      'what the rows are: table, matrix, sequences, sections, impressions, properties or date-and-clock; detected by default',
    )
    .option('--timestamp-unit <unit>', 's, ms, us, ns, iso, yyyymmdd, year, serial, month-first, day-first, order …; detected by default')
    .option('--decimal-comma', 'decimal comma, as in 3,5')
    .option('--number-format <format>', 'point, comma, comma-thousands, point-thousands or space-thousands; detected by default')
    .option('--null-values <cells>', 'further cell values that mean “missing”, comma-separated', list)
    .option('--not-rated <numbers>', 'ratings that mean “not rated”, such as 0,-1', (text: string) => list(text).map(Number))
    .option('--where <condition>', 'only matching rows, such as is_click=1 or watch_ratio>=0.5; repeatable', rowFilter)
    .option('--flags <pairs>', '0/1 columns and the kind for 1: is_like=like,is_share=share', columnPairs)
    .option('--keep <columns>', 'further columns to keep: all (the default), none, or names', (text: string) =>
      text === 'all' || text === 'none' ? text : list(text),
    );

/** The request of the command line. @throws INVALID_ARGUMENT */
export function requestFrom(cliOptions: ImportOptions): Record<string, unknown> {
  if (
    (cliOptions.interactions ?? cliOptions.videos ?? cliOptions.users) === undefined &&
    (cliOptions.preset === undefined || cliOptions.from === undefined)
  ) {
    const ways = '--interactions FILE, --videos FILE or --users FILE, or --preset ID with --from FOLDER';
    throw new RankLabError('INVALID_ARGUMENT', `Say what to import: ${ways}`);
  }
  const { preset, from, interactions, testInteractions, map, videos, mapVideos, users, mapUsers, mode, check, yes } = cliOptions;
  const { delimiter, encoding, header: hasHeader, quote: quotes, shape, timestampUnit, decimalComma, numberFormat } = cliOptions;
  const { nullValues, notRated, where, flags, keep } = cliOptions;
  const { defaultKind, kinds, unknownIds, duplicates, sameIds, rejectLimit } = cliOptions;
  const ofInteractions = present({
    ...{ delimiter, encoding, hasHeader, quotes, shape, timestampUnit, decimalComma, numberFormat },
    ...{ nullValues, notRated, where, flags, keep },
  });
  // Marks of nothing are the same in all files of a system.
  const everywhere = (role: 'videos' | 'users') => ({ ...(cliOptions.options?.[role] as object | undefined), ...present({ nullValues }) });
  const options = {
    ...cliOptions.options,
    ...present({ defaultKind, kinds, unknownIds, duplicates, sameIds, rejectLimit }),
    ...(nullValues && { videos: everywhere('videos'), users: everywhere('users') }),
    ...(Object.keys(ofInteractions).length > 0 && {
      interactions: { ...(cliOptions.options?.['interactions'] as object | undefined), ...ofInteractions },
    }),
  };
  return present({
    ...{ preset, from, testInteractions, map, mapVideos, mapUsers, mode, check, acceptGuesses: yes },
    ...{ interactions: oneOrAll(interactions), videos: oneOrAll(videos), users: oneOrAll(users) },
    options: Object.keys(options).length > 0 ? options : undefined,
  });
}

const oneOrAll = (files: string[] | undefined): string | string[] | undefined => (files?.length === 1 ? files[0] : files);

const present = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
