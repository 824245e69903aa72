import type { Command } from 'commander';
import { blameFiles } from '#engine/report/diagnose/blame-files';
import { blameSettingsSchema, type BlameOutput, type BlameSummary } from '#shared/schemas/diagnose';
import { parseOrThrow } from '#shared/validation';
import { commaList, fraction, segmentations } from '../arguments';
import { printResult, progressContext, textTable } from '../output';
import { addTestOptions, questionFrom, type TestOptions } from '../test-options';
import { withWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface BlameOptions extends TestOptions {
  readonly metric: string;
  readonly segments: string[];
  readonly confidence: number;
}

export function blame(program: Command): void {
  const command = program
    .command('blame')
    .description('Say how much of the missing ndcg is lost in retrieval, pool, filters and ranking, per variant and group of users.')
    .option('--metric <spec>', 'a metric of relevance', 'ndcg@10')
    .option('--segments <list>', `divisions of the users whose groups are reported separately: ${segmentations}`, commaList, [
      'warmth',
      'activity',
    ])
    .option('--confidence <number>', 'confidence of intervals', fraction, 0.95);
  addTestOptions(command, 'variants as JSON').action(async (options: BlameOptions) => {
    const { metric, segments, confidence } = options;
    const settings = parseOrThrow(blameSettingsSchema, { metric, segments, confidence }, 'blame');
    const progress = progressContext(options);
    const question = questionFrom(options);
    const answer = await withWorkspace(options.workspace, ({ session }) =>
      session.current().experiments.diagnosis.blame(question, settings, progress),
    );
    const files = await writeFiles(options.out, blameFiles(answer));
    progress.done();
    printResult(options, { ...answer, files }, () => describe(answer));
  });
}

const percent = (value: number | null, of: number): string => (value === null || of === 0 ? '–' : `${((100 * value) / of).toFixed(1)}%`);
const fixed = (value: number | null): string => value?.toFixed(4) ?? '–';

function rowOf(variant: string, group: string, { userCount, ideal, achieved, parts }: BlameSummary): (string | number)[] {
  const missing = (ideal ?? 0) - (achieved ?? 0);
  return [variant, group, userCount, fixed(achieved), fixed(missing), ...parts.map(({ value }) => percent(value, missing))];
}

function describe({ metric, variants, statements }: BlameOutput): string {
  const parts = variants[0]?.parts.map(({ part }) => part) ?? [];
  const rows = variants.flatMap(({ name, segments, ...all }) => [
    rowOf(name, 'all', all),
    ...segments.map((one) => rowOf(name, `${one.segmentation}: ${one.segment}`, one)),
  ]);
  return [textTable(['variant', 'users', 'n', metric, 'missing', ...parts], rows), '', ...statements].join('\n');
}
