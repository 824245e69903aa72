import type { BanditsOutput, BanditsSettings } from '#shared/schemas/bandits';
import type { AudienceReport } from '#shared/schemas/simulate';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import { parseParams } from '../../core/registry';
import { createRng, type Rng } from '../../core/rng';
import { studentQuantile } from '../../evaluate/statistics/distributions';
import { momentsOf } from '../../evaluate/statistics/moments';
import type { TaskContext } from '../../ports';
import type { ClickBehaviour } from '../click-models/port';
import type { ItemLists } from '../users/item-lists';
import type { UserFeatures } from '../users/user-features';
import { VisitSampler } from '../users/visit-sampler';
import { banditRegistry } from './registry';
import type { Bandit, Policy } from './port';

export interface BanditsSubject {
  readonly variants: readonly ItemLists[];
  readonly behaviour: ClickBehaviour;
  readonly report: AudienceReport;
  readonly features: UserFeatures;
  readonly names: readonly string[];
  readonly seed: number;
}

type MethodOutput = BanditsOutput['bandits'][number];

/** Chance of a visit with a click by variant and profile, exactly. */
interface Truth {
  readonly chances: readonly Float64Array[];
  readonly means: readonly number[];
  /** The best for all users together. */
  readonly best: number;
  /** Mean of every user's best. */
  readonly personal: number;
}

const pointCount = 80;
/** Visits between two turns for others on the same thread. */
const turn = 20_000;

/** Lets bandits choose among variants visit by visit, several times; regret is measured against the truth. @throws CANCELLED */
export async function runBandits(subject: BanditsSubject, settings: BanditsSettings, context?: TaskContext): Promise<BanditsOutput> {
  const truth = truthOf(subject, settings.audience.idleShare);
  const rng = createRng(subject.seed).derive('bandits');
  const asked = settings.bandits ?? banditRegistry.ids.map((id) => ({ id, params: {} }));
  const bandits: MethodOutput[] = [];
  for (const [b, { id, params }] of asked.entries()) {
    const bandit = banditRegistry.get(id, 'bandits');
    const parsed = parseParams(bandit, params, `bandits.${b}.params`);
    const part = subtask(context, b / asked.length, (b + 1) / asked.length);
    bandits.push(await measure(bandit, parsed, { subject, settings, truth, rng: rng.derive(id, b) }, part));
  }
  return {
    names: [...subject.names],
    audience: subject.report,
    features: [...subject.features.names],
    visits: settings.visits,
    repetitions: settings.repetitions,
    truth: subject.names.map((name, variant) => ({ name, reward: truth.means[variant] })),
    best: truth.best,
    personalReward: truth.personal,
    bandits,
    statements: [
      subject.report.description,
      'The reward of a visit is 1 with a click and 0 without; it is known at once',
      `Regret is what the best variant for all users, “${subject.names[truth.best]}”, would have brought more on the same visits: below 0 where a bandit serves users better than one variant can`,
      `Intervals are 95% t-intervals over ${settings.repetitions} repetitions`,
    ],
  };
}

function truthOf({ variants, behaviour }: BanditsSubject, idleShare: number): Truth {
  const profiles = variants[0].attraction.length / variants[0].length;
  const chances = variants.map((lists) => {
    const sampler = new VisitSampler(behaviour, lists, idleShare);
    return Float64Array.from({ length: profiles }, (_, profile) => 1 - sampler.expectation(profile).none);
  });
  const means = chances.map((of) => of.reduce((sum, chance) => sum + chance, 0) / profiles);
  let personal = 0;
  for (let profile = 0; profile < profiles; profile++) personal += Math.max(...chances.map((of) => of[profile])) / profiles;
  return { chances, means, best: means.indexOf(Math.max(...means)), personal };
}

interface Measuring {
  readonly subject: BanditsSubject;
  readonly settings: BanditsSettings;
  readonly truth: Truth;
  readonly rng: Rng;
}

/** Of one repetition: regret, and visits to every variant, at every point. */
interface Path {
  readonly regret: Float64Array;
  readonly personalRegret: Float64Array;
  readonly shares: readonly Float64Array[];
}

async function measure(bandit: Bandit, params: unknown, measuring: Measuring, context: TaskContext): Promise<MethodOutput> {
  const { subject, settings, rng } = measuring;
  const { visits, repetitions } = settings;
  const at = Array.from({ length: Math.min(pointCount, visits) }, (_, p) => Math.round((visits * (p + 1)) / Math.min(pointCount, visits)));
  const paths: Path[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const policy = bandit.create(params, subject.variants.length, subject.features.names.length);
    paths.push(await follow(policy, measuring, at, rng.derive(repetition), context));
    context.report?.((repetition + 1) / repetitions, `${bandit.label}: ${repetition + 1} of ${repetitions} repetitions`);
  }
  const points = at.map((visit, p) => ({
    visits: visit,
    regret: meanInterval(paths.map(({ regret }) => regret[p])),
    personalRegret: meanInterval(paths.map(({ personalRegret }) => personalRegret[p])),
    shares: subject.variants.map((_, variant) => paths.reduce((sum, { shares }) => sum + shares[variant][p], 0) / paths.length),
  }));
  return { bandit: bandit.id, label: bandit.label, description: bandit.description, points };
}

async function follow(policy: Policy, { subject, truth }: Measuring, at: readonly number[], rng: Rng, context: TaskContext): Promise<Path> {
  const { chances, best } = truth;
  const width = subject.features.names.length;
  const profiles = chances[0].length;
  const counts = new Float64Array(chances.length);
  const path: Path = {
    regret: new Float64Array(at.length),
    personalRegret: new Float64Array(at.length),
    shares: chances.map(() => new Float64Array(at.length)),
  };
  let [regret, personalRegret, point] = [0, 0, 0];
  for (let visit = 1; point < at.length; visit++) {
    const profile = rng.int(profiles);
    const features = subject.features.values.subarray(profile * width, (profile + 1) * width);
    const variant = policy.choose(features, rng);
    const chance = chances[variant][profile];
    policy.learn(variant, features, rng.next() < chance ? 1 : 0);
    counts[variant]++;
    regret += chances[best][profile] - chance;
    let most = chance;
    for (const of of chances) if (of[profile] > most) most = of[profile];
    personalRegret += most - chance;
    if (visit === at[point]) {
      path.regret[point] = regret;
      path.personalRegret[point] = personalRegret;
      for (let v = 0; v < counts.length; v++) path.shares[v][point] = counts[v] / visit;
      point++;
    }
    if (visit % turn === 0) {
      throwIfCancelled(context);
      await context.yieldToEventLoop?.();
    }
  }
  return path;
}

function meanInterval(values: readonly number[]): { mean: number; low: number | null; high: number | null } {
  const { mean, standardError, count } = momentsOf(values);
  if (count < 2) return { mean, low: null, high: null };
  const half = studentQuantile(0.975, count - 1) * standardError;
  return { mean, low: mean - half, high: mean + half };
}
