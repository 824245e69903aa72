import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { EvaluationBench } from './evaluation-bench';
import type { Side } from './sides';

const day = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** The rules a result was made under, one sentence each, for people and for every export. */
export function statementsOf(
  config: Pick<ExperimentConfig, 'split' | 'variants' | 'countMissingAsZero'>,
  bench: EvaluationBench,
  { split }: Side,
): string[] {
  const { qrels, view } = bench;
  const statements: string[] = [];
  if (split) {
    const sizes = `${split.train.length} training, ${split.validation.length > 0 ? `${split.validation.length} validation, ` : ''}${split.test.length} test interactions`;
    const when = Number.isNaN(split.testStartMs) ? '' : `, test from ${day(split.testStartMs)}`;
    statements.push(`Split: ${split.id}${when}; ${sizes}`);
  }
  if (view.latestTimestampMs > view.referenceTimeMs) {
    statements.push(
      `Now is ${day(view.referenceTimeMs)}: interactions dated up to ${day(view.latestTimestampMs)} lie far after the rest and do not count as now`,
    );
  }
  statements.push(`Relevant: ${qrels.relevance}`);
  if (qrels.seenRemovedCount)
    statements.push(`${qrels.seenRemovedCount} test interactions with videos already seen in training are not judged`);
  statements.push(
    config.variants.every((variant) => variant.candidates.removeSeen)
      ? 'Videos seen in training are removed from the candidates'
      : 'Some variants may recommend videos seen in training',
  );
  const known = view.knownItems.reduce((sum, flag) => sum + flag, 0);
  statements.push(`Candidate universe: ${known} of ${view.dataset.items.ids.size} videos were known at training time`);
  statements.push('Ties: higher score first, then the lower row; scores are float64 sums of float32 signals');
  statements.push(
    config.countMissingAsZero
      ? 'Users without relevant videos count as 0'
      : 'Users without relevant videos are excluded from means and counted',
  );
  statements.push('Offline comparison on logged interactions: nobody was shown these lists');
  return statements;
}
