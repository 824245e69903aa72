import type { Command } from 'commander';
import { moversFiles } from '#engine/report/diagnose/movers-files';
import { RankLabError } from '#shared/errors';
import { moversSettingsSchema, type MovedSegment, type Mover, type MoversOutput, type VideoMover } from '#shared/schemas/diagnose';
import type { SegmentChoice } from '#shared/schemas/live';
import { parseOrThrow } from '#shared/validation';
import { commaList, fraction, segmentArgument, segmentations, wholeNumber } from '../arguments';
import { printResult, progressContext, textTable } from '../output';
import { addTestOptions, questionFrom, type TestOptions } from '../test-options';
import { withWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface MoversOptions extends TestOptions {
  readonly metric: string;
  readonly limit: number;
  readonly segments: string[];
  readonly segment?: SegmentChoice;
  readonly confidence: number;
}

/** Rows of each table for people; --json and --out have `--limit` of them. */
const shown = 10;

export function movers(program: Command): void {
  const command = program
    .command('movers')
    .description('List the groups, users and videos that gain or lose between two variants, and at which stage.')
    .option('--metric <spec>', 'a metric with a value for every user', 'ndcg@10')
    .option('--limit <count>', 'users and videos on either side', wholeNumber(1), 100)
    .option('--segments <list>', `divisions of the users whose groups are compared: ${segmentations}`, commaList, ['warmth', 'activity'])
    .option('--segment <group>', 'list users and videos of one group only, such as warmth=cold', segmentArgument)
    .option('--confidence <number>', 'confidence of intervals', fraction, 0.95);
  addTestOptions(command, 'two variants as JSON: the one before and the one after').action(async (options: MoversOptions) => {
    const { metric, limit, segments, segment = null, confidence } = options;
    const settings = parseOrThrow(moversSettingsSchema, { metric, limit, segments, segment, confidence }, 'movers');
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

const fixed = (value: number | null): string => value?.toFixed(4) ?? '–';

const groups = (rows: readonly MovedSegment[]): string =>
  textTable(
    ['group', 'users', 'lose', 'gain', 'difference', 'interval', 'verdict'],
    rows.map(({ segmentation, segment, userCount, lostCount, gainedCount, comparison: { difference, interval, verdict } }) => [
      `${segmentation}: ${segment}`,
      ...[userCount, lostCount, gainedCount],
      ...[fixed(difference), `${fixed(interval.low)} to ${fixed(interval.high)}`, verdict],
    ]),
  );

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

function describe({ metric, pairCount, gainedCount, lostCount, segments, ...answer }: MoversOutput): string {
  const { gained, lost, videosGained, videosLost, statements } = answer;
  return [
    `${metric}: of ${pairCount} users ${gainedCount} gain and ${lostCount} lose`,
    ...(segments.length > 0 ? [`\nGroups, worst first\n${groups(segments)}`] : []),
    `\nUsers that lose most\n${users(lost)}`,
    `\nUsers that gain most\n${users(gained)}`,
    `\nVideos that lose exposure\n${videos(videosLost)}`,
    `\nVideos that gain exposure\n${videos(videosGained)}\n`,
    ...statements,
  ].join('\n');
}
