import { InvalidArgumentError, type Command } from 'commander';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { sweepSearches } from '#engine/pipeline/sweep/search/registry';
import { sweepFiles } from '#engine/report/tune/sweep-files';
import { sweepInputSchema, type SweepInput, type SweepOutput, type SweepSetting } from '#shared/schemas/sweep';
import { variantSchema } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { commaList, readJson, segmentations, wholeNumber } from '../arguments';
import { choicesOf } from '../choices';
import { printResult, progressContext, textTable } from '../output';
import { validationSettings, withValidationOptions, writeVariant, type ValidationOptions } from '../validation-options';
import { withWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface SweepOptions extends ValidationOptions {
  readonly vary: object[];
  readonly objectives: string[];
  readonly settings: number;
  readonly guard: object[];
  readonly guardSegments: string[];
  readonly search: string;
  readonly halving?: boolean;
  readonly folds: number;
}

export function sweepVerb(program: Command): void {
  const command = program
    .command('sweep')
    .description('Try many settings of a variant on the validation part: the best trade-offs, and a held-out estimate of the winner.');
  withValidationOptions(command)
    .requiredOption(
      '--vary <parameter>',
      'a setting and its range or choices, repeatable: weights.popularity=0..1, candidates.poolSize=50..400:whole, signalParams.freshness.halfLifeDays=1..90:log, normalization=min-max|rank',
      (text: string, before: object[] | undefined) => [...(before ?? []), parameter(text)],
    )
    .option('--objectives <list>', `metrics, the first one chooses: name@k of ${choicesOf(metricRegistry)}`, commaList, [
      'ndcg@10',
      'coverage@10',
    ])
    .option('--settings <count>', 'settings to try', wholeNumber(1), 200)
    .option('--search <id>', `how they are chosen: ${choicesOf(sweepSearches)}`, 'tpe')
    .option(
      '--guard <metric=percent>',
      'largest acceptable loss against the start, such as coverage@10=1%; repeatable',
      (text: string, before: object[]) => [...before, guard(text)],
      [],
    )
    .option('--guard-segments <list>', `divisions of the users in which no group may be clearly worse: ${segmentations}`, commaList, [])
    .option('--halving', 'measure all settings on a quarter of the users, and the better half of those that break no guard on all')
    .option('--folds <count>', 'parts of the validation interactions in time, for the held-out estimate', wholeNumber(2), 3)
    .addHelpText('after', '\nCtrl-C ends the sweep with the best so far.')
    .action(async (options: SweepOptions) => {
      const input = inputFrom(options);
      const { signal: stop, ...progress } = progressContext(options);
      const output = await withWorkspace(options.workspace, async ({ session }) => {
        const { sweep } = await import('#service/experiments/sweep');
        return sweep(session.current(), input, { stop, context: progress });
      });
      await writeVariant(options.out, output.variant);
      const files = await writeFiles(options.tables, sweepFiles(output));
      progress.done();
      printResult(options, { ...output, files }, () => describe(output));
    });
}

/** `path=low..high[:log][:whole]` or `path=a|b|c`. */
function parameter(text: string): object {
  const at = text.indexOf('=');
  const [range = '', ...flags] = text.slice(at + 1).split(':');
  const ends = /^(-?[\d.eE+-]+?)\.\.(-?[\d.eE+-]+)$/.exec(range);
  if (at > 0 && ends) {
    const unknown = flags.find((flag) => flag !== 'log' && flag !== 'whole');
    if (unknown !== undefined) throw new InvalidArgumentError(`“${unknown}” is neither log nor whole`);
    const scale = flags.includes('log') ? 'log' : 'linear';
    return { path: text.slice(0, at), low: Number(ends[1]), high: Number(ends[2]), scale, whole: flags.includes('whole') };
  }
  const choices = text.slice(at + 1).split('|');
  if (at > 0 && choices.length > 1) return { path: text.slice(0, at), choices: choices.map(choice) };
  throw new InvalidArgumentError(`expected path=low..high or path=a|b, not “${text}”`);
}

function choice(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function guard(text: string): object {
  const match = /^(.+)=(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  if (!match) throw new InvalidArgumentError(`expected metric=percent such as coverage@10=1%, not “${text}”`);
  return { metric: match[1], maximumLoss: Number(match[2]) / (match[3] === '%' ? 100 : 1) };
}

function inputFrom(options: SweepOptions): SweepInput {
  const { vary, objectives, settings, search, guard: guards, guardSegments, halving = false, folds } = options;
  const variant = readJson(options.variant, variantSchema);
  const sweepInput = {
    ...validationSettings(options),
    variant,
    parameters: vary,
    objectives,
    settings,
    search,
    guards,
    guardSegments,
    halving,
    folds,
  };
  return parseOrThrow(sweepInputSchema, sweepInput, 'sweep');
}

function describe({ objectives, settings, winner, statements }: SweepOutput): string {
  const paths = [...new Set(settings.flatMap(({ values }) => Object.keys(values)))];
  const shown = settings.flatMap((setting, i) => (setting.onFront || i === 0 || i === winner ? [{ setting, i }] : []));
  const cell = (setting: SweepSetting, spec: string): string => {
    const metric = setting.metrics.find((one) => one.spec === spec);
    const difference = metric?.difference;
    const interval = difference ? ` [${difference.low.toFixed(4)}, ${difference.high.toFixed(4)}]` : '';
    return `${metric?.value?.toFixed(4) ?? '–'}${interval}`;
  };
  const rows = shown.map(({ setting, i }) => [
    i === winner ? 'winner' : i === 0 ? 'start' : '',
    ...objectives.map(({ spec }) => cell(setting, spec)),
    ...paths.map((path) => String(setting.values[path] ?? '')),
    setting.breaks.join('; '),
  ]);
  const heading = ['', ...objectives.map(({ spec }) => `${spec} [difference]`), ...paths, ''];
  return [textTable(heading, rows), '', ...statements, 'Compare the winner on the test part before trusting it.'].join('\n');
}
