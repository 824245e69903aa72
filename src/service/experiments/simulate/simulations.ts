import { runAbTest, type AbTestSubject, type AbTestWatcher } from '#engine/simulate/ab-test/run-ab-test';
import { subtask } from '#engine/core/cancellation';
import { clickModels } from '#engine/simulate/click-models/registry';
import type { TaskContext } from '#engine/ports';
import { Audience } from '#engine/simulate/users/audience';
import { outcomeRegistry } from '#engine/simulate/users/outcomes';
import type { KnownTruth } from '#engine/simulate/users/generator-truth';
import { z } from 'zod';
import type { AbTestOutput, AbTestSettings, AudienceSettings, SimulateChoices } from '#shared/schemas/simulate';
import { sharedThread } from '../../jobs/shared-thread';
import type { Diagnosis } from '../diagnosis/diagnosis';
import type { Question } from '../diagnosis/question';
import { knownUsers, type KnownUsers } from './known-users';

/** Where the generator’s truth is kept. */
interface TruthReader {
  read(): Promise<KnownTruth | undefined>;
}

/** Time for lists and truth, as a share of the whole. */
const preparationShare = 0.5;

/** Experiments on simulated users. They show no metric of the test part, so they are no look at it. */
export class Simulations {
  constructor(
    private readonly diagnosis: Pick<Diagnosis, 'open'>,
    private readonly truth: TruthReader,
  ) {}

  /** What an input can name. */
  async choices(): Promise<SimulateChoices> {
    const named = ({ id, label, description }: { id: string; label: string; description: string }) => ({ id, label, description });
    return {
      clickModels: clickModels.list().map((entry) => ({ ...named(entry), params: z.toJSONSchema(entry.params, { io: 'input' }) })),
      outcomes: outcomeRegistry.list().map(named),
      hasTruth: (await this.truth.read()) !== undefined,
    };
  }

  /** The last variant of a question against its first one. @throws CANCELLED */
  async abTest(question: Question, settings: AbTestSettings, watcher?: AbTestWatcher, context?: TaskContext): Promise<AbTestOutput> {
    const { variants } = question.config;
    const [first, second = first] = variants;
    for (const id of settings.outcomes) outcomeRegistry.get(id, 'outcomes');
    const known = await this.#users(question, settings.audience, context);
    const alone = variants.length < 2;
    const subject: AbTestSubject = {
      audience: new Audience(settings.audience, known.behaviour, known.lists),
      report: known.report,
      names: [first?.name ?? '', second?.name ?? ''],
      seed: question.config.seed,
    };
    const thread = sharedThread(subtask(context, preparationShare, 1));
    return runAbTest(subject, { ...settings, aa: settings.aa || alone }, watcher, thread);
  }

  async #users(question: Question, settings: AudienceSettings, context?: TaskContext): Promise<KnownUsers> {
    const truth = await this.truth.read();
    const open = await this.diagnosis.open(question, subtask(context, 0, preparationShare));
    return knownUsers(
      open,
      question.config.variants,
      settings,
      truth,
      sharedThread(subtask(context, 0.4 * preparationShare, preparationShare)),
    );
  }
}
