import { offPolicyTruthSettingsSchema, type OffPolicyTruthOutput } from '#shared/schemas/off-policy-truth';
import { parseOrThrow } from '#shared/validation';
import { progressContext, textTable, type OutputOptions } from '../output';
import { questionFrom } from '../test-options';
import { withWorkspace } from '../with-workspace';

export interface SimulatedOptions extends OutputOptions {
  readonly lists: number;
  readonly positions: number;
  readonly repetitions: number;
  readonly confidence: number;
  readonly seed: number;
}

/** Simulates logs of the first variant, and estimates the second one from each. */
export async function simulatedOffPolicy(
  workspace: string,
  variants: string[],
  { lists, positions, repetitions, confidence, ...options }: SimulatedOptions,
): Promise<OffPolicyTruthOutput> {
  const settings = parseOrThrow(offPolicyTruthSettingsSchema, { slates: lists, positions, repetitions, confidence }, 'off-policy');
  const { seed } = options;
  const question = questionFrom({ workspace, variants, seed, split: 'time', splitParams: {}, relevant: 'any', scoreTies: 'row' });
  const progress = progressContext(options);
  const output = await withWorkspace(workspace, ({ session }) => session.current().simulations.offPolicy(question, settings, progress));
  progress.done();
  return output;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

export function describeSimulated({ names, truth, estimators, slates, repetitions, statements }: OffPolicyTruthOutput): string {
  const rows = estimators.map(({ label, mean, bias, biasInterval, rootMeanSquaredError, coverage, refused }) => [
    label,
    mean.toFixed(4),
    `${bias.toFixed(4)} [${biasInterval.low.toFixed(4)}, ${biasInterval.high.toFixed(4)}]`,
    rootMeanSquaredError.toFixed(4),
    percent(coverage),
    percent(refused),
  ]);
  return [
    `“${names[1]}” from logs of “${names[0]}”: ${repetitions} logs of ${slates} lists`,
    `Truth ${truth.value.toFixed(4)} clicks a list (± ${truth.standardError.toFixed(4)}), logged ${truth.logged.toFixed(4)}`,
    '',
    textTable(['estimate', 'mean', 'bias', 'root mean squared error', 'coverage', 'refused'], rows),
    '',
    ...statements,
  ].join('\n');
}
