import { InvalidArgumentError, Option, type Command } from 'commander';
import { goalFiles } from '#engine/report/diagnose/goal-files';
import { RankLabError } from '#shared/errors';
import { goalSettingsSchema, type GoalOutput } from '#shared/schemas/goal';
import { variantSchema } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { commaList, finiteNumber, readJson, wholeNumber } from '../arguments';
import { printResult, progressContext, textTable } from '../output';
import { addTestOptions, questionFrom, type TestOptions } from '../test-options';
import { withWorkspace } from '../with-workspace';
import { writeFiles, writeText } from '../write-files';

interface GoalOptions extends Omit<TestOptions, 'variants'> {
  readonly variant: string;
  readonly user?: string;
  readonly query?: string;
  readonly video?: string;
  readonly move: object[];
  readonly above: object[];
  readonly norm: 'l1' | 'l2';
  readonly low: number;
  readonly high: number;
  readonly lock: string[];
  readonly limit: number;
  readonly metrics: string[];
  readonly tables?: string;
}

export function goal(program: Command): void {
  const command = program
    .command('goal')
    .description('Seek the smallest change of weights that puts videos where they should stand, and say what it does to all test users.')
    .requiredOption('--variant <file>', 'the variant as JSON')
    .addOption(new Option('--user <id>', 'the list of a user').conflicts(['query', 'video']))
    .addOption(new Option('--query <text>', 'the list of a text query').conflicts('video'))
    .option('--video <id>', 'the list of a seed video')
    .option('--move <video=position>', 'a video and where it should stand; repeat it for several', move, [])
    .option('--above <video>other>', 'one video above another, as A>B; repeat it for several', above, [])
    .addOption(
      new Option('--norm <id>', 'what is smallest: l2, the squares of the changes, or l1, their sum').choices(['l1', 'l2']).default('l2'),
    )
    .option('--low <number>', 'smallest weight, unless one is smaller already', finiteNumber, 0)
    .option('--high <number>', 'largest weight, unless one is larger already', finiteNumber, 1)
    .option('--lock <list>', 'signals whose weights stay', commaList, [])
    .option('--limit <count>', 'length of the list', wholeNumber(1), 10)
    .option('--metrics <list>', 'metrics of all test users, before and after; an empty list measures none', commaList, ['ndcg@10'])
    .option('--tables <folder>', 'folder for the numbers as CSV');
  addTestOptions(command).action(async (options: GoalOptions) => {
    const { user, query, video, move: moves, above: orders, norm, low, high, lock, limit, metrics } = options;
    const context = user !== undefined ? { user } : query !== undefined ? { query } : video !== undefined ? { video } : undefined;
    if (!context) throw new RankLabError('INVALID_ARGUMENT', 'Give --user, --query or --video: whose list is it?', { place: 'goal' });
    const settings = parseOrThrow(goalSettingsSchema, { context, moves, orders, norm, low, high, locked: lock, limit, metrics }, 'goal');
    const question = questionFrom({ ...options, variants: [options.variant] });
    const variant = readJson(options.variant, variantSchema);
    const progress = progressContext(options);
    const answer = await withWorkspace(options.workspace, ({ session }) =>
      session.current().lists.goal({ ...question, variant, split: question.config.split, seed: question.config.seed }, settings, progress),
    );
    const { out } = options;
    if (out !== undefined && answer.weights) await writeText(out, `${JSON.stringify({ ...variant, weights: answer.weights }, null, 2)}\n`);
    const files = await writeFiles(options.tables, goalFiles(answer));
    progress.done();
    printResult(options, { ...answer, files }, () => describe(answer));
    if (answer.status === 'conflict') process.exitCode = 1;
  });
}

function move(text: string, before: object[]): object[] {
  const at = text.lastIndexOf('=');
  const position = Number(text.slice(at + 1));
  if (at < 1 || !Number.isSafeInteger(position) || position < 1) throw new InvalidArgumentError(`expected video=position, not “${text}”`);
  return [...before, { video: text.slice(0, at), position }];
}

function above(text: string, before: object[]): object[] {
  const [upper = '', lower = '', ...rest] = text.split('>').map((part) => part.trim());
  if (upper === '' || lower === '' || rest.length > 0) throw new InvalidArgumentError(`expected A>B, not “${text}”`);
  return [...before, { above: upper, below: lower }];
}

const fixed = (value: number | null): string => value?.toFixed(4) ?? '–';

function describe({ status, changes, distance, norm, list, conflict, collateral }: GoalOutput): string {
  if (status === 'already') return 'The list already has this order.';
  if (conflict) {
    const head = conflict.kind === 'dominated' ? 'No weights give these orders:' : 'Each of these orders can be had, but not all together:';
    const lines = conflict.orders.map(({ above: upper, below: lower, signals }) => {
      const ahead = signals
        .filter((one) => one.below > one.above)
        .map((one) => `${one.signal} ${one.above.toFixed(3)} < ${one.below.toFixed(3)}`);
      return `  ${upper.videoId} above ${lower.videoId}: the latter leads in ${ahead.join(', ') || 'nothing, and they are equal'}`;
    });
    return [head, ...lines].join('\n');
  }
  const rows = (collateral?.comparisons ?? []).map((one) => [
    one.spec,
    fixed(one.baselineValue),
    fixed(one.value),
    fixed(one.difference),
    one.verdict,
  ]);
  return [
    `The smallest change (${norm}, ${fixed(distance)}), verified by ranking again:`,
    textTable(
      ['signal', 'from', 'to'],
      changes.map(({ signal, from, to }) => [signal, fixed(from), fixed(to)]),
    ),
    '',
    textTable(
      ['', 'video', 'was at'],
      list.map(({ position, videoId, before }) => [position, videoId, before ?? '–']),
    ),
    ...(collateral
      ? ['', `All ${collateral.measuredUserCount} test users:`, textTable(['metric', 'before', 'after', 'difference', 'verdict'], rows)]
      : []),
    ...(collateral?.losers ?? []).map(
      ({ segmentation, segment, userCount, comparison }) =>
        `${segmentation} ${segment} (${userCount} users) loses ${fixed(comparison.difference)} ${comparison.spec}`,
    ),
  ].join('\n');
}
