import type {
  AbTestDecision,
  AbTestOutput,
  AbTestPlan,
  AbTestPoint,
  AbTestSettings,
  AppliedRule,
  AudienceReport,
  GroupLook,
} from '#shared/schemas/simulate';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import { createRng, type Rng } from '../../core/rng';
import { normalQuantile } from '../../evaluate/statistics/distributions';
import { sampleRatioCheck } from '../../evaluate/statistics/sample-ratio';
import type { TaskContext } from '../../ports';
import { ConfidenceSequence } from '../sequential/confidence-sequence';
import type { Audience } from '../users/audience';
import type { Outcome } from '../users/outcomes';
import { AbTestRun, type RuleState } from './ab-test-run';
import { designOf, type AbTestDesign } from './design';
import { planAbTest } from './plan-ab-test';
import { repeatAbTest } from './repeat';
import { abTestStatements } from './statements';
import { estimatedOf, finiteOrNull, lookOf, noteEstimate, pointOf, type Criticals } from './wire';

/** Who takes part. */
export interface AbTestSubject {
  /** Its variants are the arms, the baseline first; of an A/A test only the first one counts. */
  readonly audience: Audience;
  readonly report: AudienceReport;
  readonly names: readonly [string, string];
  readonly seed: number;
}

/** Receives the test while it runs. */
export interface AbTestWatcher {
  plan(plan: AbTestPlan, rules: readonly AppliedRule[]): void;
  point(point: AbTestPoint): void;
  look(look: GroupLook): void;
  /** As soon as a rule stops; of a rule that does not, at the end. */
  decision(decision: AbTestDecision): void;
}

/** Below this p the traffic alarm sounds. */
const alarmLevel = 0.001;
/** Users between two turns for others on the same thread. */
const turn = 10_000;

/** The plan alone, as `runAbTest` makes it. @throws INVALID_ARGUMENT where nobody clicks, or the planned size is out of reach. */
export const planOnly = ({ audience, seed }: Pick<AbTestSubject, 'audience' | 'seed'>, settings: AbTestSettings): AbTestPlan =>
  planAbTest(settings, audience, createRng(seed).derive('ab-test').derive('before the test'));

/** Plans a test, runs it to its end, and says what every rule would have decided and when. @throws CANCELLED */
export async function runAbTest(
  { audience, report, names, seed }: AbTestSubject,
  settings: AbTestSettings,
  watcher?: AbTestWatcher,
  context?: TaskContext,
): Promise<AbTestOutput> {
  const rng = createRng(seed).derive('ab-test');
  const plan = planAbTest(settings, audience, rng.derive('before the test'));
  const design = designOf(settings, audience, plan.users);
  watcher?.plan(
    plan,
    design.rules.map(({ rule: { id, label, guarantee } }) => ({ rule: id, label, guarantee })),
  );
  const repeats = settings.repetitions;
  const own = 1 / (1 + repeats);
  const truths = design.outcomes.map((outcome) => truthOf(design, outcome));
  const [truth] = truths;
  const difference = truth.means[1] - truth.means[0];
  const { run, points, looks, alarmUsers, criticals } = await course({ design, rng, difference, watcher }, subtask(context, 0, own));
  const lift = truth.lift ?? 0;
  const repeated =
    repeats === 0 ? null : await repeatAbTest(design, { difference, lift }, repeats, rng.derive('repeated'), subtask(context, own, 1));
  const counts: [number, number] = [run.ratio.counts[0], run.ratio.counts[1]];
  const ratio = sampleRatioCheck(counts, settings.shares, alarmLevel);
  return {
    names: [names[0], names[settings.aa ? 0 : 1]],
    aa: settings.aa,
    confidence: settings.confidence,
    audience: report,
    plan,
    points,
    looks,
    decisions: run.states.map((state) => decisionOf(state, difference)),
    outcomes: design.outcomes.map((outcome, o) => outcomeOf(run, outcome, o, criticals, truths[o])),
    ratio: { counts, pValue: ratio.pValue, alwaysPValue: run.ratio.pValue, alarmUsers, mismatch: ratio.mismatch || alarmUsers !== null },
    repeated,
    statements: abTestStatements(design, report),
  };
}

interface CourseInputs {
  readonly design: AbTestDesign;
  readonly rng: Rng;
  /** True difference of the means. */
  readonly difference: number;
  readonly watcher: AbTestWatcher | undefined;
}

async function course({ design, rng, difference, watcher }: CourseInputs, context: TaskContext) {
  const run = new AbTestRun(design, rng.derive('test'), (state, sums, critical) => {
    noteEstimate(state, sums, critical);
    watcher?.decision(decisionOf(state, difference));
  });
  const sequence = new ConfidenceSequence(design.level, design.users);
  const naive = normalQuantile(1 - design.level / 2);
  const criticals = (): Criticals => ({ naive, always: sequence.critical(run.users) });
  const points: AbTestPoint[] = [];
  const looks: GroupLook[] = [];
  const every = Math.max(1, Math.ceil(design.users / design.settings.points));
  let alarmUsers: number | null = null;
  while (!run.done) {
    run.step();
    if (alarmUsers === null && run.ratio.pValue < alarmLevel) alarmUsers = run.users;
    if (run.look > 0) {
      looks.push(lookOf(run));
      watcher?.look(looks[looks.length - 1]);
    }
    if (run.users % every === 0 || run.done) {
      points.push(pointOf(run, criticals()));
      watcher?.point(points[points.length - 1]);
      context.report?.(run.users / design.users, `user ${run.users} of ${design.users}`);
    }
    if (run.users % turn === 0) {
      throwIfCancelled(context);
      await context.yieldToEventLoop?.();
    }
  }
  return { run, points, looks, alarmUsers, criticals: criticals() };
}

function truthOf({ audience, settings }: AbTestDesign, outcome: Outcome): AbTestOutput['outcomes'][number]['truth'] {
  const means: [number, number] = [audience.truth(0, outcome), audience.truth(settings.aa ? 0 : 1, outcome)];
  return { means, lift: finiteOrNull(means[1] / means[0] - 1) };
}

const verdictOf = (sign: number): 'better' | 'worse' | 'undecided' => (sign > 0 ? 'better' : sign < 0 ? 'worse' : 'undecided');

function decisionOf({ rule, sign, users, day, lift, low, high }: RuleState, difference: number): AbTestDecision {
  return {
    rule: rule.id,
    label: rule.label,
    guarantee: rule.guarantee,
    verdict: verdictOf(sign),
    users,
    day,
    lift: finiteOrNull(lift),
    interval: { low: finiteOrNull(low), high: finiteOrNull(high) },
    correct: sign === 0 ? null : sign === Math.sign(difference),
  };
}

function outcomeOf(
  run: AbTestRun,
  { id, label, description }: Outcome,
  o: number,
  criticals: Criticals,
  truth: AbTestOutput['outcomes'][number]['truth'],
): AbTestOutput['outcomes'][number] {
  const sums = run.sums[o];
  const plain = sums.plain();
  const z = sums.z(false);
  const [first, second] = [sums.count(0), sums.count(1)];
  const variance = (adjusted: boolean): number => sums.varianceOf(0, adjusted) / first + sums.varianceOf(1, adjusted) / second;
  return {
    outcome: id,
    label,
    description,
    means: [finiteOrNull(plain.means[0]), finiteOrNull(plain.means[1])],
    ...estimatedOf(plain, criticals),
    cuped:
      run.design.settings.audience.beforeDays === 0
        ? null
        : { ...estimatedOf(sums.adjusted(), criticals), varianceReduction: variance(false) > 0 ? 1 - variance(true) / variance(false) : 0 },
    truth,
    verdict: verdictOf(Math.abs(z) >= criticals.always ? Math.sign(z) : 0),
  };
}
