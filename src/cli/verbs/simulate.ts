import { Option, type Command } from 'commander';
import { banditRegistry } from '#engine/simulate/bandits/registry';
import { clickModels } from '#engine/simulate/click-models/registry';
import { interleavingMethods } from '#engine/simulate/interleaving/registry';
import { outcomeRegistry } from '#engine/simulate/users/outcomes';
import { abTestFiles } from '#engine/report/simulate/ab-test-files';
import { banditsFiles } from '#engine/report/simulate/bandits-files';
import { interleavingFiles } from '#engine/report/simulate/interleaving-files';
import { banditsSettingsSchema } from '#shared/schemas/bandits';
import { interleavingSettingsSchema } from '#shared/schemas/interleaving';
import { abTestSettingsSchema } from '#shared/schemas/simulate';
import type { ReportFile } from '#engine/report/report-format';
import type { TaskContext } from '#engine/ports';
import type { Simulations } from '#service/experiments/simulate/simulations';
import type { Question } from '#service/experiments/diagnosis/question';
import { parseOrThrow } from '#shared/validation';
import { commaList, finiteNumber, fraction, jsonObject, wholeNumber } from '../arguments';
import { choicesOf } from '../choices';
import { describeAbTest, describeBandits, describeInterleaving } from '../describe-simulation';
import { printResult, progressContext } from '../output';
import { addTestOptions, questionFrom, type TestOptions } from '../test-options';
import { withWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface SimulateOptions extends TestOptions {
  readonly what: keyof typeof ways;
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
  readonly repetitions?: number;
  readonly largestUsers?: number;
  readonly methods?: string[];
  readonly bandits?: string[];
  readonly visits: number;
}

interface Simulated {
  readonly answer: object;
  readonly files: readonly ReportFile[];
  readonly text: () => string;
}

type Simulation = (simulations: Simulations, question: Question, options: SimulateOptions, context: TaskContext) => Promise<Simulated>;

const ways: Readonly<Record<'ab-test' | 'interleaving' | 'bandits', Simulation>> = {
  'ab-test': async (simulations, question, options, context) => {
    const { outcomes, shares, confidence, power, lift, users = null, looks, aa = false, repetitions = 0 } = options;
    const test = { outcomes, shares: shares.map(Number), confidence, power, lift, users, looks, aa, repetitions };
    const settings = parseOrThrow(abTestSettingsSchema, { audience: audienceOf(options), ...test }, 'simulate');
    const answer = await simulations.abTest(question, settings, undefined, context);
    return { answer, files: abTestFiles(answer), text: () => describeAbTest(answer) };
  },
  interleaving: async (simulations, question, options, context) => {
    const { methods = null, confidence, power, users, repetitions, largestUsers } = options;
    const given = {
      ...(largestUsers !== undefined && { largestUsers }),
      ...(users !== undefined && { users }),
      ...(repetitions !== undefined && { repetitions }),
    };
    const settings = parseOrThrow(
      interleavingSettingsSchema,
      { audience: audienceOf(options), methods, confidence, power, ...given },
      'simulate',
    );
    const answer = await simulations.interleaving(question, settings, context);
    return { answer, files: interleavingFiles(answer), text: () => describeInterleaving(answer) };
  },
  bandits: async (simulations, question, options, context) => {
    const { visits, repetitions } = options;
    const bandits = options.bandits?.map((id) => ({ id })) ?? null;
    const given = { bandits, visits, ...(repetitions !== undefined && { repetitions }) };
    const settings = parseOrThrow(banditsSettingsSchema, { audience: audienceOf(options), ...given }, 'simulate');
    const answer = await simulations.bandits(question, settings, context);
    return { answer, files: banditsFiles(answer), text: () => describeBandits(answer) };
  },
};

const audienceOf = ({ audience, clickModel, clickModelParams }: SimulateOptions): object => ({
  ...audience,
  clickModel: { id: clickModel, params: clickModelParams },
});

export function simulate(program: Command): void {
  const command = program
    .command('simulate')
    .description('Test variants on simulated users whose truth is known: A/B test with sequential rules, interleaving, or bandits.')
    .addOption(new Option('--what <test>', 'the test').choices(Object.keys(ways)).default('ab-test'))
    .option('--click-model <id>', `how users click: ${choicesOf(clickModels)}`, 'position-based')
    .option('--click-model-params <json>', 'parameters of the click model as JSON', jsonObject, {})
    .option('--audience <json>', 'who comes and how often, as JSON: {"truth":"log","visitsPerDay":0.5,"novelty":0.2}', jsonObject, {})
    .option('--outcomes <list>', `A/B test: what counts, the first decides: ${choicesOf(outcomeRegistry)}`, commaList, ['clicks'])
    .option('--shares <list>', 'A/B test: traffic of the two arms, such as 1,1 or 9,1', commaList, ['1', '1'])
    .option('--confidence <number>', 'confidence of all outcomes together', fraction, 0.95)
    .option('--power <number>', 'chance of finding the lift', fraction, 0.8)
    .option('--lift <number>', 'A/B test: smallest relative lift worth finding', finiteNumber, 0.05)
    .option('--users <count>', 'users of the test; an A/B test takes as many as its plan needs', wholeNumber(20))
    .option('--looks <count>', 'A/B test: looks of the group-sequential rules', wholeNumber(2), 5)
    .option('--aa', 'A/B test: both arms show the first variant')
    .option('--repetitions <count>', 'repeat the test with other users to measure how often it decides', wholeNumber(0))
    .option('--largest-users <count>', 'interleaving: largest test on which needed users are measured', wholeNumber(100))
    .option('--methods <list>', `interleaving: ${choicesOf(interleavingMethods)}`, commaList)
    .option('--bandits <list>', `bandits: ${choicesOf(banditRegistry)}`, commaList)
    .option('--visits <count>', 'bandits: visits', wholeNumber(10), 20_000);
  addTestOptions(command, 'the baseline and its challengers, as JSON').action(async (options: SimulateOptions) => {
    const progress = progressContext(options);
    const question = questionFrom(options);
    const { answer, files, text } = await withWorkspace(options.workspace, ({ session }) =>
      ways[options.what](session.current().simulations, question, options, progress),
    );
    const written = await writeFiles(options.out, files);
    progress.done();
    printResult(options, { ...answer, files: written }, text);
  });
}
