import { InvalidArgumentError, type Command } from 'commander';
import { axisPath, sensitivityFiles } from '#engine/report/diagnose/sensitivity-files';
import { RankLabError } from '#shared/errors';
import { sensitivitySettingsSchema, type SensitivityAxis, type SensitivityOutput } from '#shared/schemas/sensitivity';
import { parseOrThrow } from '#shared/validation';
import { fraction, wholeNumber } from '../arguments';
import { printResult, progressContext, textTable } from '../output';
import { addTestOptions, questionFrom, type TestOptions } from '../test-options';
import { withWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface SensitivityOptions extends TestOptions {
  readonly x: object;
  readonly y: object;
  readonly metric: string;
  readonly k?: number;
  readonly confidence: number;
}

const axisHelp = 'weight:SIGNAL, lambda, pool, or parameter:SIGNAL.NAME, then =LOW..HIGH and optionally /STEPS: weight:freshness=0..1/41';

export function sensitivity(program: Command): void {
  const command = program
    .command('sensitivity')
    .description('Map a metric, the change of the lists and the verdict over two settings of a variant.')
    .requiredOption('--x <axis>', axisHelp, axis)
    .requiredOption('--y <axis>', 'the same, for the other setting', axis)
    .option('--metric <spec>', 'a metric with a value for every user', 'ndcg@10')
    .option('--k <count>', "positions whose change is counted; default: the metric's cutoff, or 10", wholeNumber(1))
    .option('--confidence <number>', 'confidence of the verdicts', fraction, 0.95);
  addTestOptions(command, 'the variant as JSON; before it, if given, the baseline of the verdicts').action(
    async (options: SensitivityOptions) => {
      const { x, y, metric, k, confidence } = options;
      const settings = parseOrThrow(sensitivitySettingsSchema, { x, y, metric, confidence, ...(k !== undefined && { k }) }, 'sensitivity');
      const question = questionFrom(options);
      if (question.config.variants.length > 2) {
        throw new RankLabError('INVALID_ARGUMENT', 'A map has one variant and at most one baseline', {
          place: '--variants',
          remedy: 'Give one or two files',
        });
      }
      const progress = progressContext(options);
      const answer = await withWorkspace(options.workspace, ({ session }) =>
        session.current().experiments.diagnosis.sensitivity({ ...question, everyUser: false }, settings, progress),
      );
      const files = await writeFiles(options.out, sensitivityFiles(answer, settings));
      progress.done();
      printResult(options, { ...answer, files }, () => describe(answer, settings));
    },
  );
}

const pattern = /^(?<kind>weight|lambda|pool|parameter)(?::(?<name>[^=]+))?=(?<low>-?[\d.]+)\.\.(?<high>-?[\d.]+)(?:\/(?<steps>\d+))?$/;

function axis(text: string): object {
  const { kind, name, low, high, steps } = pattern.exec(text.trim())?.groups ?? {};
  if (kind === undefined) throw new InvalidArgumentError(`expected ${axisHelp}, not “${text}”`);
  const range = { low: Number(low), high: Number(high), ...(steps !== undefined && { steps: Number(steps) }) };
  if (kind === 'weight') return { kind, signal: name ?? '', ...range };
  if (kind !== 'parameter') return { kind, ...range };
  const dot = (name ?? '').indexOf('.');
  if (dot < 1) throw new InvalidArgumentError(`expected parameter:SIGNAL.NAME, such as parameter:freshness.halfLifeDays, not “${text}”`);
  return { kind, signal: (name ?? '').slice(0, dot), parameter: (name ?? '').slice(dot + 1), ...range };
}

/** Rows and columns of the table for people; the numbers of all cells are in --json and --out. */
const shown = 9;
const marks = { better: '+', worse: '−', undecided: ' ' } as const;
const some = (values: readonly number[]): number[] =>
  [...values.keys()].filter((index) => values.length <= shown || index % Math.ceil(values.length / shown) === 0);

function describe(map: SensitivityOutput, { x, y }: { readonly x: SensitivityAxis; readonly y: SensitivityAxis }): string {
  const columns = some(map.x);
  const rows = some(map.y).toReversed();
  const cell = (row: number, column: number): string => {
    const one = map.cells[row * map.x.length + column];
    return one ? `${one.value?.toFixed(4) ?? '–'}${marks[one.verdict]}` : '';
  };
  const sameVerdict = map.cells.filter(({ verdict }) => verdict === map.current.verdict).length;
  return [
    `${map.metric} by ${axisPath(x)} (columns) and ${axisPath(y)} (rows); + better, − worse than ${map.baseline.name}`,
    textTable(
      ['', ...columns.map((column) => (map.x[column] ?? 0).toFixed(2))],
      rows.map((row) => [(map.y[row] ?? 0).toFixed(2), ...columns.map((column) => cell(row, column))]),
    ),
    '',
    `Now ${map.current.x}, ${map.current.y}: ${map.current.value?.toFixed(4) ?? '–'}, ${map.current.verdict}; the verdict is the same in ${sameVerdict} of ${map.cells.length} cells`,
    ...map.statements,
  ].join('\n');
}
