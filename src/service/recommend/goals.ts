import { seekGoal, withWeights, type GoalAnswer } from '#engine/rerank/goal/goal-seek';
import type { ConflictingOrder } from '#engine/rerank/goal/conflict';
import { orderOf } from '#engine/rerank/goal/orders';
import type { Ranker } from '#engine/rerank/ranker';
import type { Dataset } from '#engine/model/dataset';
import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import type { GoalConflict, GoalOutput, GoalSettings } from '#shared/schemas/goal';
import { RankLabError } from '#shared/errors';
import type { SplitSettings } from '#shared/schemas/experiment';
import type { SignalDefinitions } from '#shared/schemas/signal';
import type { Variant } from '#shared/schemas/variant';
import type { Diagnosis } from '../experiments/diagnosis/diagnosis';
import type { Question } from '../experiments/diagnosis/question';
import type { Models } from '../models/models';
import { listVariant } from './list-signals';
import { programmeSolver } from './programme-solver';
import { reference, targetOf } from './targets';

export interface GoalQuestion extends Omit<Question, 'config'> {
  readonly config: Question['config'];
  readonly variant: Variant;
  readonly split: SplitSettings;
  readonly seed: number;
}

/** Most orders of a conflict that are named. */
const namedOrders = 10;

/** Seeks weights for a list, verifies them by ranking again, and measures what they do to all test users. */
export async function seekGoalFor(
  models: Models,
  diagnosis: Diagnosis,
  signals: SignalDefinitions,
  question: GoalQuestion,
  settings: GoalSettings,
  context: TaskContext = {},
): Promise<GoalOutput> {
  const { split, seed, models: build } = question;
  const recommender = await models.recommender('evaluation', 'user' in settings.context ? settings.context.user : undefined, {
    split,
    seed,
    models: build,
  });
  const { dataset } = recommender.view;
  const { variant } = await listVariant(recommender.view, question.variant, signals, 'evaluation');
  const row = (id: string): number => dataset.items.ids.rowOf(id);
  const { ranker } = await recommender.rankerFor(targetOf(dataset, settings.context), variant, settings.limit);
  requireSignals(ranker, settings.locked);
  const goal = {
    moves: settings.moves.map(({ video, position }) => ({ item: row(video), position })),
    orders: settings.orders.map(({ above, below }) => ({ above: row(above), below: row(below) })),
    norm: settings.norm,
    box: boxOf(ranker, settings),
  };
  const answer = await seekGoal(ranker, 0, goal, programmeSolver);
  context.report?.(0.1, answer.status);
  const found = answerOf(ranker, dataset, answer, settings);
  const proposed = found.weights && { ...variant, name: `${variant.name.slice(0, 108)} (goal)`, weights: found.weights };
  if (!proposed || settings.metrics.length === 0) return found;
  const pair = { ...question, config: { ...question.config, variants: [variant, proposed] } };
  return { ...found, collateral: await diagnosis.collateral(pair, settings.metrics, subtask(context, 0.1, 1)) };
}

function requireSignals({ tensor }: Ranker, locked: readonly string[]): void {
  const unknown = locked.findIndex((signal) => !tensor.signalIds.includes(signal));
  if (unknown < 0) return;
  throw new RankLabError('INVALID_ARGUMENT', `Unknown signal “${locked[unknown]}”`, {
    place: `locked.${unknown}`,
    remedy: `Use one of ${tensor.signalIds.join(', ')}`,
  });
}

/** Locked weights and those of signals that say nothing stay as they are. */
function boxOf({ tensor, weights }: Ranker, { low, high, locked }: GoalSettings): { low: Float64Array; high: Float64Array } {
  const stays = tensor.signalIds.map((signal) => locked.includes(signal));
  return {
    low: weights.map((weight, s) => (stays[s] ? weight : Math.min(low, weight))),
    high: weights.map((weight, s) => (stays[s] ? weight : Math.max(high, weight))),
  };
}

function answerOf(ranker: Ranker, dataset: Dataset, answer: GoalAnswer, settings: GoalSettings): GoalOutput {
  const { signalIds } = ranker.tensor;
  const { norm, limit } = settings;
  const nothing = { norm, weights: null, changes: [], distance: null, list: [], conflict: null, collateral: null };
  if (answer.status === 'already') return { ...nothing, status: 'already', list: listOf(ranker, ranker, dataset, limit) };
  if (answer.status === 'conflict') {
    const { kind, orders } = answer.conflict;
    const named = orders.slice(0, namedOrders).map((order) => orderToWire(ranker, dataset, order, settings));
    return { ...nothing, status: 'conflict', conflict: { kind, orders: named } };
  }
  const changes = signalIds
    .map((signal, s) => ({ signal, from: ranker.weights[s] ?? 0, to: answer.weights[s] ?? 0 }))
    .filter(({ from, to }) => from !== to);
  return {
    ...nothing,
    status: 'found',
    weights: Object.fromEntries(signalIds.map((signal, s) => [signal, answer.weights[s] ?? 0])),
    changes,
    distance: answer.distance,
    list: listOf(withWeights(ranker, answer.weights), ranker, dataset, limit),
  };
}

function listOf(ranker: Ranker, before: Ranker, dataset: Dataset, limit: number): GoalOutput['list'] {
  const places = new Map(orderOf(before, 0).map((slot, place) => [slot, place + 1]));
  return orderOf(ranker, 0)
    .slice(0, limit)
    .map((slot, place) => ({
      ...reference(dataset, ranker.tensor.items[slot] ?? -1),
      position: place + 1,
      before: places.get(slot) ?? null,
    }));
}

function orderToWire(
  { tensor }: Ranker,
  dataset: Dataset,
  { above, below, share, bestLead, aboveValues, belowValues }: ConflictingOrder,
  { locked }: GoalSettings,
): GoalConflict['orders'][number] {
  const signals = tensor.signalIds
    .map((signal, s) => ({ signal, above: aboveValues[s] ?? 0, below: belowValues[s] ?? 0, locked: locked.includes(signal) }))
    .filter((one) => one.above !== one.below)
    .sort((a, b) => b.below - b.above - (a.below - a.above));
  return {
    above: reference(dataset, tensor.items[above] ?? -1),
    below: reference(dataset, tensor.items[below] ?? -1),
    ...{ share, bestLead, signals },
  };
}
