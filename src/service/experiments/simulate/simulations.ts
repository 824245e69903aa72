import { z } from 'zod';
import type { RegistryEntry } from '#engine/core/registry';
import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { planOnly, runAbTest, type AbTestWatcher } from '#engine/simulate/ab-test/run-ab-test';
import { banditRegistry } from '#engine/simulate/bandits/registry';
import { runBandits } from '#engine/simulate/bandits/run-bandits';
import { clickModels } from '#engine/simulate/click-models/registry';
import { interleavingMethods } from '#engine/simulate/interleaving/registry';
import { runInterleaving } from '#engine/simulate/interleaving/run-interleaving';
import { measureOffPolicy } from '#engine/simulate/off-policy/measure-off-policy';
import { Audience } from '#engine/simulate/users/audience';
import type { KnownTruth } from '#engine/simulate/users/generator-truth';
import { stoppingRules } from '#engine/simulate/sequential/rules';
import { outcomeRegistry } from '#engine/simulate/users/outcomes';
import { userFeatures } from '#engine/simulate/users/user-features';
import type { BanditsOutput, BanditsSettings } from '#shared/schemas/bandits';
import type { InterleavingOutput, InterleavingSettings } from '#shared/schemas/interleaving';
import { RankLabError } from '#shared/errors';
import type { OffPolicyTruthOutput, OffPolicyTruthSettings } from '#shared/schemas/off-policy-truth';
import type { AbTestOutput, AbTestPlan, AbTestSettings, AudienceSettings, SimulateChoices } from '#shared/schemas/simulate';
import { sharedThread } from '../../jobs/shared-thread';
import type { Diagnosis } from '../diagnosis/diagnosis';
import type { OpenQuestion, Question } from '../diagnosis/question';
import { knownUsers, type KnownUsers } from './known-users';

/** Where the generator’s truth is kept. */
interface TruthReader {
  read(): Promise<KnownTruth | undefined>;
}

/** Time for lists and truth, as a share of the whole. */
const preparationShare = 0.4;
/** Of that, for candidates and signals. */
const openShare = 0.8;

/** Experiments on simulated users. They show no metric of the test part, so they are no look at it. */
export class Simulations {
  constructor(
    private readonly diagnosis: Pick<Diagnosis, 'open'>,
    private readonly truth: TruthReader,
  ) {}

  /** What an input can name. */
  async choices(): Promise<SimulateChoices> {
    const choice = ({ id, label, description, params }: RegistryEntry) => {
      return { id, label, description, params: z.toJSONSchema(params, { io: 'input' }) };
    };
    return {
      clickModels: clickModels.list().map(choice),
      outcomes: outcomeRegistry.list().map(choice),
      interleavingMethods: interleavingMethods.list().map((entry) => ({ ...choice(entry), mostVariants: entry.mostVariants })),
      bandits: banditRegistry.list().map(choice),
      rules: stoppingRules.list().map(choice),
      hasTruth: (await this.truth.read()) !== undefined,
    };
  }

  /** The second variant of a question against its first one; an A/A test of a single one. @throws CANCELLED */
  async abTest(question: Question, settings: AbTestSettings, watcher?: AbTestWatcher, context?: TaskContext): Promise<AbTestOutput> {
    for (const id of settings.outcomes) outcomeRegistry.get(id, 'outcomes');
    const { config } = question;
    const { lists, behaviour, report } = await this.#users(question, settings.audience, context);
    const [first, second = first] = config.variants;
    const subject = {
      audience: new Audience(settings.audience, behaviour, lists),
      report,
      names: [first?.name ?? '', second?.name ?? ''] as const,
      seed: config.seed,
    };
    const aa = settings.aa || config.variants.length < 2;
    return runAbTest(subject, { ...settings, aa }, watcher, sharedThread(subtask(context, preparationShare, 1)));
  }

  /** What an A/B test needs, before it starts. @throws CANCELLED */
  async abTestPlan(question: Question, settings: AbTestSettings, context?: TaskContext): Promise<AbTestPlan> {
    for (const id of settings.outcomes) outcomeRegistry.get(id, 'outcomes');
    const { lists, behaviour } = await this.#users(question, settings.audience, context);
    return planOnly({ audience: new Audience(settings.audience, behaviour, lists), seed: question.config.seed }, settings);
  }

  /** The variants of a question compared within one list, the first one with each other. @throws CANCELLED */
  async interleaving(question: Question, settings: InterleavingSettings, context?: TaskContext): Promise<InterleavingOutput> {
    for (const id of settings.methods ?? []) interleavingMethods.get(id, 'methods');
    const { lists, behaviour, report } = await this.#users(question, settings.audience, context);
    const { variants, seed } = question.config;
    const subject = { variants: lists, behaviour, report, names: variants.map(({ name }) => name), seed };
    return runInterleaving(subject, settings, sharedThread(subtask(context, preparationShare, 1)));
  }

  /** Bandits that choose among the variants of a question for every visit. @throws CANCELLED */
  async bandits(question: Question, settings: BanditsSettings, context?: TaskContext): Promise<BanditsOutput> {
    for (const { id } of settings.bandits ?? []) banditRegistry.get(id, 'bandits');
    const { lists, behaviour, report, bench } = await this.#users(question, settings.audience, context);
    const { variants, seed } = question.config;
    const { interactions, dataset } = bench.view;
    const counts = Int32Array.from(
      { length: interactions.rows },
      (_, user) => (interactions.offsets[user + 1] ?? 0) - (interactions.offsets[user] ?? 0),
    );
    const features = userFeatures(bench.qrels.users, counts, dataset.users.columns);
    const subject = { variants: lists, behaviour, report, features, names: variants.map(({ name }) => name), seed };
    return runBandits(subject, settings, sharedThread(subtask(context, preparationShare, 1)));
  }

  /** How far off-policy estimates of the second variant are off, on logs of the first one. @throws CANCELLED */
  async offPolicy(question: Question, settings: OffPolicyTruthSettings, context?: TaskContext): Promise<OffPolicyTruthOutput> {
    const { lists, behaviour, report } = await this.#users(question, { ...settings.audience, listLength: settings.pool }, context);
    const { variants, seed } = question.config;
    const [logging, target = logging] = lists;
    if (!logging || !target) throw new RankLabError('INTERNAL', 'Off-policy estimates need two variants');
    const names = [variants[0]?.name ?? '', variants[1]?.name ?? ''] as const;
    const subject = { variants: [logging, target] as const, behaviour, report, names, seed };
    return measureOffPolicy(subject, settings, sharedThread(subtask(context, preparationShare, 1)));
  }

  async #users(question: Question, settings: AudienceSettings, context?: TaskContext): Promise<KnownUsers & Pick<OpenQuestion, 'bench'>> {
    const truth = settings.truth === 'log' ? undefined : await this.truth.read();
    const open = await this.diagnosis.open(question, subtask(context, 0, openShare * preparationShare));
    const lists = sharedThread(subtask(context, openShare * preparationShare, preparationShare));
    return { ...(await knownUsers(open, question.config, settings, truth, lists)), bench: open.bench };
  }
}
