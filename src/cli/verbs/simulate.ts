import type { Command } from 'commander';
import { clickModels } from '#engine/simulate/click-models/registry';
import { outcomeRegistry } from '#engine/simulate/users/outcomes';
import { abTestSettingsSchema, type AbTestOutput } from '#shared/schemas/simulate';
import { formatCount } from '#shared/counts';
import { parseOrThrow } from '#shared/validation';
import { commaList, fraction, jsonObject, wholeNumber } from '../arguments';
import { choicesOf } from '../choices';
import { printResult, progressContext, textTable } from '../output';
import { addTestOptions, questionFrom, type TestOptions } from '../test-options';
import { withWorkspace } from '../with-workspace';

interface SimulateOptions extends TestOptions {
  readonly clickModel: string;
  readonly clickModelParams: Record<string, unknown>;
  readonly audience: Record<string, unknown>;
  readonly outcomes: string[];
  readonly shares: string[];
  readonly confidence: number;
  readonly power: number;
  readonly lift: number;
  readonly users?: number;
  readonly looks: number;
  readonly aa?: boolean;
  readonly repetitions: number;
}

export function simulate(program: Command): void {
  const command = program
    .command('simulate')
    .description('Run an A/B test on simulated users whose truth is known: plan, sequential rules, and what each would have decided.')
    .option('--click-model <id>', `how users click: ${choicesOf(clickModels)}`, 'position-based')
    .option('--click-model-params <json>', 'parameters of the click model as JSON', jsonObject, {})
    .option('--audience <json>', 'how users come back, as JSON, such as {"visitsPerDay":0.5,"novelty":0.2}', jsonObject, {})
    .option('--outcomes <list>', `what users are measured by, the first decides: ${choicesOf(outcomeRegistry)}`, commaList, ['clicks'])
    .option('--shares <list>', 'traffic of the two arms, such as 1,1 or 9,1', commaList, ['1', '1'])
    .option('--confidence <number>', 'confidence of all outcomes together', fraction, 0.95)
    .option('--power <number>', 'planned chance of finding the lift', fraction, 0.8)
    .option('--lift <number>', 'smallest relative lift worth finding, such as 0.05', Number, 0.05)
    .option('--users <count>', 'users of the test; otherwise as many as the plan needs', wholeNumber(20))
    .option('--looks <count>', 'looks of the group-sequential rules', wholeNumber(2), 5)
    .option('--aa', 'both arms show the first variant')
    .option('--repetitions <count>', 'repeat the test this often and measure how often each rule decides', wholeNumber(0), 0);
  addTestOptions(command, 'the baseline and the challenger, as JSON').action(async (options: SimulateOptions) => {
    const settings = settingsFrom(options);
    const progress = progressContext(options);
    const question = questionFrom(options);
    const answer = await withWorkspace(options.workspace, ({ session }) =>
      session.current().simulations.abTest(question, settings, undefined, progress),
    );
    progress.done();
    printResult(options, answer, () => describe(answer));
  });
}

function settingsFrom(options: SimulateOptions): ReturnType<typeof abTestSettingsSchema.parse> {
  const { clickModel, clickModelParams, audience, outcomes, shares, confidence, power, lift, users = null, looks, aa = false } = options;
  const settings = {
    audience: { ...audience, clickModel: { id: clickModel, params: clickModelParams } },
    outcomes,
    shares: shares.map(Number),
    confidence,
    power,
    lift,
    users,
    looks,
    aa,
    repetitions: options.repetitions,
  };
  return parseOrThrow(abTestSettingsSchema, settings, 'simulate');
}

const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(2)}%`);

function describe({ names, plan, decisions, outcomes, ratio, repeated, statements }: AbTestOutput): string {
  const truth = outcomes[0]?.truth.lift ?? null;
  const rows = decisions.map(({ label, verdict, users, day, lift, interval }) => [
    label,
    verdict,
    users,
    day.toFixed(1),
    `${percent(lift)} [${percent(interval.low)}, ${percent(interval.high)}]`,
  ]);
  return [
    `${names[1]} against ${names[0]}: true lift ${percent(truth)}`,
    `Plan: ${formatCount(plan.users)} users, ${plan.days.toFixed(1)} days, ${percent(plan.powerAtUsers)} power for a lift of ${percent(plan.lift)}`,
    textTable(['rule', 'verdict', 'users', 'day', 'lift'], rows),
    ...(repeated
      ? [
          textTable(
            [`${repeated.count} tests`, 'decided', 'wrong', 'median users', 'coverage'],
            repeated.rules.map((rule) => [
              rule.label,
              percent(rule.decided),
              percent(rule.wrong),
              rule.medianUsers,
              percent(rule.coverage),
            ]),
          ),
        ]
      : []),
    `Traffic ${ratio.counts.join(' : ')}, p = ${ratio.pValue.toPrecision(3)}${ratio.mismatch ? ': unequal, do not trust the test' : ''}`,
    '',
    ...statements,
  ].join('\n');
}
