import type { InterleavingOutput, InterleavingSettings } from '#shared/schemas/interleaving';
import type { AudienceReport } from '#shared/schemas/simulate';
import { RankLabError } from '#shared/errors';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import { createRng, type Rng } from '../../core/rng';
import { normalQuantile, normalTwoSided } from '../../evaluate/statistics/distributions';
import type { TaskContext } from '../../ports';
import type { ClickBehaviour } from '../click-models/port';
import { finiteOrNull } from '../ab-test/wire';
import { Audience } from '../users/audience';
import type { ItemLists } from '../users/item-lists';
import { outcomeRegistry } from '../users/outcomes';
import { interleavingMethods } from './registry';
import { interleavingStatements } from './statements';
import { InterleavedTrial, Mixers, SplitTrial, type Trial } from './trial';

/** Who takes part, with the lists of every variant; the first one is the baseline. */
export interface InterleavingSubject {
  readonly variants: readonly ItemLists[];
  readonly behaviour: ClickBehaviour;
  readonly report: AudienceReport;
  readonly names: readonly string[];
  readonly seed: number;
}

interface Way {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A test of its own for every repetition. */
  readonly trial: (rng: Rng) => Trial;
}

type MethodOutput = InterleavingOutput['methods'][number];

/** Sizes at which power is measured: each this much larger than the one before. */
const growth = 1.3;
const smallest = 20;
/** Steps between two turns for others on the same thread. */
const turn = 5_000;

/**
 * Compares variants within one list, and by an A/B test, on the same users; measures over many tests how many users each way needs to
 * find the true preference. @throws CANCELLED, INVALID_ARGUMENT for more variants than a method takes.
 */
export async function runInterleaving(
  subject: InterleavingSubject,
  settings: InterleavingSettings,
  context?: TaskContext,
): Promise<InterleavingOutput> {
  const audience = new Audience({ ...settings.audience, beforeDays: 0, novelty: 0, drift: 0 }, subject.behaviour, subject.variants);
  const clicks = outcomeRegistry.get('clicks');
  const means = subject.variants.map((_, variant) => audience.truth(variant, clicks));
  const signs = means.slice(1).map((mean) => Math.sign(mean - means[0]));
  const rng = createRng(subject.seed).derive('interleaving');
  const methods: MethodOutput[] = [];
  const ways = waysOf(subject, settings, audience);
  for (const [w, way] of ways.entries()) {
    const part = subtask(context, w / ways.length, (w + 1) / ways.length);
    methods.push(await measure(way, { subject, settings, signs, rng: rng.derive(way.id) }, part));
  }
  return {
    names: [...subject.names],
    audience: subject.report,
    users: settings.users,
    confidence: settings.confidence,
    power: settings.power,
    repetitions: settings.repetitions,
    truth: means.slice(1).map((mean, c) => ({ name: subject.names[c + 1], lift: finiteOrNull(mean / means[0] - 1) })),
    methods,
    statements: interleavingStatements(subject.report, settings),
  };
}

function waysOf({ variants, behaviour }: InterleavingSubject, settings: InterleavingSettings, audience: Audience): Way[] {
  const asked =
    settings.methods ??
    interleavingMethods
      .list()
      .filter((one) => one.mostVariants >= variants.length && (variants.length > 2 || one.mostVariants === 2))
      .map(({ id }) => id);
  const split: Way = {
    id: 'ab-test',
    label: 'A/B test',
    description: 'Every user sees one variant; clicks per user are compared.',
    trial: (rng) => new SplitTrial(audience, variants.length, rng),
  };
  const mixed = asked.map((id): Way => {
    const method = interleavingMethods.get(id, 'methods');
    if (variants.length > method.mostVariants) {
      throw new RankLabError('INVALID_ARGUMENT', `${method.label} compares ${method.mostVariants} variants at most`, {
        place: 'methods',
        value: id,
        remedy: 'Use multileaving, or fewer variants',
      });
    }
    const mixers = new Mixers(method, variants);
    const { label, description } = method;
    return { id, label, description, trial: (rng) => new InterleavedTrial(audience, behaviour, variants, mixers, rng) };
  });
  return [split, ...mixed];
}

interface Measuring {
  readonly subject: InterleavingSubject;
  readonly settings: InterleavingSettings;
  /** Of the true preference for each challenger. */
  readonly signs: readonly number[];
  readonly rng: Rng;
}

async function measure(way: Way, { subject, settings, signs, rng }: Measuring, context: TaskContext): Promise<MethodOutput> {
  const { confidence, power, repetitions, users, largestUsers } = settings;
  const critical = normalQuantile(0.5 + confidence / 2);
  const trials = Array.from({ length: repetitions }, (_, repetition) => way.trial(rng.derive(repetition)));
  const course: { users: number; power: number[] }[] = [];
  let steps = 0;
  const advance = async (trial: Trial, to: number): Promise<void> => {
    while (trial.users < to) {
      trial.step();
      if (++steps % turn !== 0) continue;
      throwIfCancelled(context);
      await context.yieldToEventLoop?.();
    }
  };
  const found = (at: readonly number[]): boolean => signs.every((sign, c) => sign === 0 || at[c] >= power);
  for (let size = smallest; ; size = Math.ceil(size * growth)) {
    const now = Math.min(size, largestUsers);
    for (const trial of trials) await advance(trial, now);
    const hits = signs.map((sign, c) => trials.filter((trial) => sign !== 0 && sign * trial.z(c) >= critical).length / repetitions);
    course.push({ users: now, power: hits });
    context.report?.(Math.log(now / smallest + 1) / Math.log(largestUsers / smallest + 1), `${way.label}: ${now} users`);
    if (now === largestUsers || signs.every((sign) => sign === 0)) break;
    if (course.length > 1 && found(hits) && found(course[course.length - 2].power)) break;
  }
  const shown = way.trial(rng.derive('shown'));
  await advance(shown, users);
  return {
    method: way.id,
    label: way.label,
    description: way.description,
    challengers: signs.map((sign, c) => ({
      ...shownOf(shown, c, critical, sign),
      name: subject.names[c + 1],
      needed: sign === 0 ? null : neededUsers(course, c, power),
    })),
    course,
  };
}

function shownOf(
  trial: Trial,
  challenger: number,
  critical: number,
  sign: number,
): Omit<MethodOutput['challengers'][number], 'name' | 'needed'> {
  const { mean, error } = trial.preference(challenger);
  const z = trial.z(challenger);
  const decided = Math.abs(z) >= critical ? Math.sign(z) : 0;
  const [wins, losses, ties] = trial.votes?.(challenger) ?? [null, null, null];
  return {
    wins,
    losses,
    ties,
    preference: finiteOrNull(mean),
    interval: { low: finiteOrNull(mean - critical * error), high: finiteOrNull(mean + critical * error) },
    pValue: Number.isNaN(z) ? 1 : normalTwoSided(z),
    verdict: decided > 0 ? 'better' : decided < 0 ? 'worse' : 'undecided',
    correct: decided === 0 ? null : decided === sign,
  };
}

/** Between the last size below the power and the first that has it, on a logarithmic scale; null where no size has it. */
function neededUsers(
  course: readonly { readonly users: number; readonly power: readonly number[] }[],
  challenger: number,
  power: number,
): number | null {
  const at = course.findIndex((point) => point.power[challenger] >= power);
  if (at < 0) return null;
  const reached = course[at];
  const before = course[at - 1] as (typeof course)[number] | undefined;
  if (!before) return reached.users;
  const share = (power - before.power[challenger]) / (reached.power[challenger] - before.power[challenger]);
  return Math.round(before.users * (reached.users / before.users) ** share);
}
