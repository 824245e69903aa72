import { subtask } from '#engine/core/cancellation';
import { requireSegmentations } from '#engine/evaluate/segments/segmentations';
import { comparisonToWire } from '#engine/evaluate/to-wire';
import { blameSpec, type Blame } from '#engine/pipeline/diagnose/blame';
import { measureSegments } from '#engine/pipeline/experiment-segments';
import { measureVariants } from '#engine/pipeline/run-experiment';
import type { TaskContext } from '#engine/ports';
import type { BlameOutput, BlameSettings, BlameUsersInput, BlameUsersOutput, MoversOutput, MoversSettings } from '#shared/schemas/diagnose';
import { RankLabError } from '#shared/errors';
import type { GoalOutput } from '#shared/schemas/goal';
import type { SensitivityOutput, SensitivitySettings } from '#shared/schemas/sensitivity';
import { sharedThread } from '../../jobs/shared-thread';
import type { Models } from '../../models/models';
import type { WorkspaceContext } from '../../workspace/workspace-context';
import type { EvaluationCaches } from '../evaluation-caches';
import { withDefinitions } from '../live-config';
import { blamedUsers, blameToWire } from './blame-answer';
import { HeldBlames } from './held-blames';
import { findMovers, reasonMetric } from './movers-answer';
import { sampleStatement } from '../sample-statement';
import { drawMap, GrowingMap, SensitivityMaps } from './sensitivity-maps';
import { countLook, openQuestion, preparationShare, questionOf, type OpenQuestion, type Question } from './question';

/** Answers why lists are as good as they are: where their value is lost, and for whom it changes. */
export class Diagnosis {
  readonly #held = new HeldBlames();
  readonly maps = new SensitivityMaps();

  constructor(
    private readonly workspace: WorkspaceContext,
    private readonly models: Models,
    private readonly caches: EvaluationCaches,
  ) {}

  /** How much of what the lists miss each stage loses. Counts as a look at the test part. @throws CANCELLED */
  async blame(asked: Question, settings: BlameSettings, context?: TaskContext): Promise<BlameOutput> {
    const { spec } = blameSpec(settings.metric);
    const question = await this.#complete(asked);
    requireSegmentations(settings.segments, await this.workspace.dataset());
    const open = await this.#open(question, context);
    const blames = await this.#blamesOf(open, question, spec, subtask(context, preparationShare, 1));
    countLook(this.workspace, question, open, [spec], Math.max(1, blames.length - 1));
    return { ...blameToWire(open, question, blames, { ...settings, metric: spec }), conventions: open.conventions(spec) };
  }

  /** Users by what they lose in one part. @throws NOT_FOUND for an unknown variant or an empty group. */
  async blameUsers(input: BlameUsersInput, context?: TaskContext): Promise<BlameUsersOutput> {
    const question = await this.#complete(questionOf(input));
    const variant = question.config.variants[input.variant];
    if (!variant) {
      throw new RankLabError('NOT_FOUND', `There is no variant number ${input.variant}`, {
        place: 'variant',
        remedy: `Use 0 to ${question.config.variants.length - 1}, in the order of “variants”`,
      });
    }
    const spec = blameSpec(input.metric);
    const open = await this.#open({ ...question, config: { ...question.config, variants: [variant] } }, context);
    return blamedUsers(open, await this.#held.get(open, variant, spec, sharedThread(context)), input);
  }

  /** Users and videos that gain or lose between the first variant and the second. Counts as a look. @throws CANCELLED */
  async movers(asked: Question, settings: MoversSettings, context?: TaskContext): Promise<MoversOutput> {
    const reasons = reasonMetric(settings.metric);
    const question = await this.#complete(asked);
    requireSegmentations(settings.segments, await this.workspace.dataset());
    const open = await this.#open(question, context);
    const blames = await this.#blamesOf(open, question, reasons, subtask(context, preparationShare, 0.9));
    const movers = await findMovers(open, question, blames, settings);
    const groups = settings.segments.map((id) => `${movers.metric} by ${id}`);
    countLook(this.workspace, question, open, [movers.metric, ...groups], 1 + movers.segments.length);
    return { ...movers, conventions: open.conventions(movers.metric) };
  }

  /**
   * A metric, the change of the lists and the verdict over two settings of the last variant. Counts as a look with as many tests as
   * cells. @param map gets the frame and the cells while they are computed.
   */
  async sensitivity(
    asked: Question,
    settings: SensitivitySettings,
    context: TaskContext = {},
    map = new GrowingMap(),
  ): Promise<SensitivityOutput> {
    try {
      const question = await this.#complete(asked);
      const open = await this.#open(question, subtask(context, 0, 0.5));
      const drawn = await drawMap(open, question, settings, map, subtask(context, 0.2, 1));
      countLook(this.workspace, question, open, [`map ${JSON.stringify(settings)}`], drawn.cells.length);
      return { ...drawn, conventions: open.conventions(drawn.metric) };
    } finally {
      map.done = true;
    }
  }

  /** The second variant against the first on all test users, and the groups that lose. Counts as a look. @throws CANCELLED */
  async collateral(asked: Question, metrics: readonly string[], context?: TaskContext): Promise<NonNullable<GoalOutput['collateral']>> {
    const question = await this.#complete(asked);
    const open = await this.#open(question, context);
    const config = { ...question.config, metrics: [...metrics] };
    const measured = await measureVariants(open.bench, config, sharedThread(subtask(context, preparationShare, 0.9)));
    const { losers = [] } = measureSegments(open.bench, config, measured);
    countLook(this.workspace, question, open, metrics, measured.familySize);
    return {
      measuredUserCount: open.bench.qrels.users.length,
      comparisons: measured.outcomes[1]?.comparisons.map(comparisonToWire) ?? [],
      losers,
      statements: question.everyUser ? [] : sampleStatement(open.plan, config.seed),
    };
  }

  /** The bench of a question for those who show no metric: not a look. */
  async open(asked: Question, context?: TaskContext): Promise<OpenQuestion> {
    return this.#open(await this.#complete(asked), context);
  }

  /** With the definitions of the signals that its variants weigh. */
  async #complete(question: Question): Promise<Question> {
    return { ...question, config: await withDefinitions(question.config, this.workspace.signals) };
  }

  #open(question: Question, context?: TaskContext): Promise<OpenQuestion> {
    return openQuestion(this.caches, this.models, question, context);
  }

  async #blamesOf(open: OpenQuestion, { config: { variants } }: Question, metric: string, context: TaskContext): Promise<Blame[]> {
    const spec = blameSpec(metric);
    const blames: Blame[] = [];
    for (const [v, variant] of variants.entries()) {
      const part = subtask(context, v / variants.length, (v + 1) / variants.length);
      blames.push(await this.#held.get(open, variant, spec, sharedThread(part)));
    }
    return blames;
  }
}
