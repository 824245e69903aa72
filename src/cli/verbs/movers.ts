import type { Command } from 'commander';
import { moversFiles } from '#engine/report/diagnose/movers-files';
import { RankLabError } from '#shared/errors';
import { moversSettingsSchema, type Mover, type MoversOutput, type VideoMover } from '#shared/schemas/diagnose';
import { parseOrThrow } from '#shared/validation';
import { fraction, wholeNumber } from '../arguments';
import { printResult, progressContext, textTable } from '../output';
import { addTestOptions, questionFrom, type TestOptions } from '../test-options';
import { withWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface MoversOptions extends TestOptions {
  readonly metric: string;
  readonly limit: number;
  readonly confidence: number;
}

/** Rows of each table for people; --json and --out have `--limit` of them. */
const shown = 10;

export function movers(program: Command): void {
  const command = program
    .command('movers')
    .description('List the users and videos that gain or lose most between two variants, and at which stage.')
    .option('--metric <spec>', 'a metric with a value for every user', 'ndcg@10')
    .option('--limit <count>', 'users and videos on either side', wholeNumber(1), 100)
    .option('--confidence <number>', 'confidence of intervals', fraction, 0.95);
  addTestOptions(command, 'two variants as JSON: the one before and the one after').action(async (options: MoversOptions) => {
    const { metric, limit, confidence } = options;
    const settings = parseOrThrow(moversSettingsSchema, { metric, limit, confidence }, 'movers');
    const question = questionFrom(options);
    if (question.config.variants.length !== 2) {
      throw new RankLabError('INVALID_ARGUMENT', `Movers are between two variants, not ${question.config.variants.length}`, {
        place: '--variants',
        remedy: 'Give two files',
      });
    }
    const progress = progressContext(options);
    const answer = await withWorkspace(options.workspace, ({ session }) =>
      session.current().experiments.diagnosis.movers(question, settings, progress),
    );
    const files = await writeFiles(options.out, moversFiles(answer));
    progress.done();
    printResult(options, { ...answer, files }, () => describe(answer));
  });
}

const fixed = (value: number): string => value.toFixed(4);

const users = (rows: readonly Mover[]): string =>
  textTable(
    ['user', 'before', 'after', 'difference', 'mainly by'],
    rows
      .slice(0, shown)
      .map(({ userId, before, after, difference, reason }) => [userId, fixed(before), fixed(after), fixed(difference), reason ?? '–']),
  );

const videos = (rows: readonly VideoMover[]): string =>
  textTable(
    ['video', 'title', 'before', 'after', 'difference'],
    rows
      .slice(0, shown)
      .map(({ videoId, title, before, after, difference }) => [videoId, title, fixed(before), fixed(after), fixed(difference)]),
  );

function describe({ metric, pairCount, gainedCount, lostCount, gained, lost, videosGained, videosLost, statements }: MoversOutput): string {
  return [
    `${metric}: of ${pairCount} users ${gainedCount} gain and ${lostCount} lose`,
    `\nUsers that lose most\n${users(lost)}`,
    `\nUsers that gain most\n${users(gained)}`,
    `\nVideos that lose exposure\n${videos(videosLost)}`,
    `\nVideos that gain exposure\n${videos(videosGained)}\n`,
    ...statements,
  ].join('\n');
}
