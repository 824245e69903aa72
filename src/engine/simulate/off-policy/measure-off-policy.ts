import type { AudienceReport } from '#shared/schemas/simulate';
import type { OffPolicyTruthOutput, OffPolicyTruthSettings } from '#shared/schemas/off-policy-truth';
import { throwIfCancelled } from '../../core/cancellation';
import { createRng, type Rng } from '../../core/rng';
import { slateEstimators } from '../../evaluate/off-policy/slates/estimators/registry';
import { evaluateSlates, type SlateReport } from '../../evaluate/off-policy/slates/evaluate-slates';
import { TargetWriter } from '../../evaluate/off-policy/slates/target-columns';
import { studentQuantile } from '../../evaluate/statistics/distributions';
import { momentsOf } from '../../evaluate/statistics/moments';
import type { TaskContext } from '../../ports';
import type { ClickBehaviour } from '../click-models/port';
import type { ItemLists } from '../users/item-lists';
import { KnownSlates } from './known-slates';

export interface OffPolicyTruthSubject {
  /** The best of each profile's pool under the logging variant and under the target. */
  readonly variants: readonly [logging: ItemLists, target: ItemLists];
  readonly behaviour: ClickBehaviour;
  readonly report: AudienceReport;
  readonly names: readonly [string, string];
  readonly seed: number;
}

/** Lists on which the truth is measured. */
const truthLists = 100_000;

interface Answer {
  readonly value: number;
  readonly covers: boolean;
  readonly isRefused: boolean;
}

/** How far every slate estimator is off, on logs of lists whose truth is known. @throws CANCELLED */
export async function measureOffPolicy(
  subject: OffPolicyTruthSubject,
  settings: OffPolicyTruthSettings,
  context?: TaskContext,
): Promise<OffPolicyTruthOutput> {
  const rng = createRng(subject.seed).derive('off-policy truth');
  const slates = new KnownSlates(subject, settings);
  const target = slates.value('target', truthLists, rng.derive('target'));
  const logged = slates.value('logging', truthLists, rng.derive('logging'));
  const estimators = slateEstimators.list();
  const answers = estimators.map((): Answer[] => []);
  for (let log = 0; log < settings.repetitions; log++) {
    throwIfCancelled(context);
    await context?.yieldToEventLoop?.();
    context?.report?.(log / settings.repetitions, `log ${log + 1} of ${settings.repetitions}`);
    const report = evaluateLog(slates, settings, rng.derive('log', log));
    estimators.forEach(({ id }, e) => answers[e].push(answerOf(report, id, target.mean)));
  }
  return {
    names: [subject.names[0], subject.names[1]],
    audience: subject.report,
    slates: settings.slates,
    repetitions: settings.repetitions,
    truth: { value: target.mean, standardError: target.standardError, logged: logged.mean },
    estimators: estimators.map(({ id, label }, e) => ({ estimator: id, label, ...summaryOf(answers[e], target.mean) })),
    statements: [
      subject.report.description,
      `A policy draws the next video by its rank in the variant: rank to the power of −${settings.loggingSharpness} for the log, −${settings.targetSharpness} for the target`,
      `The truth is the mean of the exact clicks of ${truthLists.toLocaleString('en-US')} lists of the target`,
      'Errors count every log, also where the estimate would have been refused for want of support',
    ],
  };
}

/** Estimates of one log, with support or without. */
function evaluateLog(slates: KnownSlates, settings: OffPolicyTruthSettings, rng: Rng): SlateReport {
  const log = slates.log(settings.slates, rng);
  const writer = new TargetWriter(log);
  for (let list = 0; list < settings.slates; list++) writer.write(list, slates.policy('target', log.profiles[list]));
  const { targetProbabilities, predictedRewards, targetValues } = writer.columns;
  const rows = { ...log, targetProbabilities, predictedRewards, targetValues };
  return evaluateSlates(rows, { confidence: settings.confidence, bootstrapSamples: 0, acceptFewDecisions: true });
}

function answerOf(report: SlateReport, name: string, truth: number): Answer {
  const { value = null, interval = null } = report.estimates[name] ?? {};
  return {
    value: value ?? NaN,
    covers: interval !== null && interval.low <= truth && truth <= interval.high,
    isRefused: report.unsupported.includes(name),
  };
}

function summaryOf(answers: readonly Answer[], truth: number) {
  const { mean, standardError } = momentsOf(answers.map(({ value }) => value));
  const half = studentQuantile(0.975, answers.length - 1) * standardError;
  const share = (is: (answer: Answer) => boolean): number => answers.filter(is).length / answers.length;
  return {
    mean,
    bias: mean - truth,
    biasInterval: { low: mean - truth - half, high: mean - truth + half },
    rootMeanSquaredError: Math.sqrt(answers.reduce((sum, { value }) => sum + (value - truth) ** 2, 0) / answers.length),
    coverage: share(({ covers }) => covers),
    refused: share(({ isRefused }) => isRefused),
  };
}
