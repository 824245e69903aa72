import { coldUsersPolicies } from '#shared/cold-users';
import { momentText } from '#shared/moment';
import type { ScoreTies, TimeTies } from '#shared/schemas/conventions';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { EvaluationBench } from './evaluation-bench';
import type { ListCounts } from './list-counts';
import { coldUsersOf } from '../candidates/cold-start/cold-start';
import type { Split } from '../model/split';
import type { Side } from './sides';

const day = (milliseconds: number): string => momentText(milliseconds, (ms) => new Date(ms).toISOString().slice(0, 10));

const timeTieRules: Readonly<Record<TimeTies, string>> = {
  id: 'the larger id counts as the later (as a number where all ids are whole numbers)',
  row: 'the later row counts as the later: another order of the file gives another split',
  all: 'all of them are tested',
  random: 'a seeded draw decides',
};

function timeTieStatements({ timeTies }: Split): string[] {
  if (!timeTies || timeTies.tiedUsers === 0) return [];
  const { rule, tiedUsers, cutUsers, wholeUsers } = timeTies;
  const whole = wholeUsers > 0 ? `; ${wholeUsers} whose whole history is one moment are not cut` : '';
  return [
    `${tiedUsers} of ${cutUsers} users have ties at the cut, interactions of one moment on both sides: ${timeTieRules[rule]}${whole}`,
  ];
}

interface NamedLists {
  readonly name: string;
  readonly lists?: ListCounts;
}

/** The rules of a result, one sentence each, for people and for every export. */
export function statementsOf(
  config: Pick<ExperimentConfig, 'split' | 'variants' | 'countMissingAsZero' | 'scoreTies'>,
  bench: EvaluationBench,
  { split }: Side,
  outcomes: readonly NamedLists[],
): string[] {
  const { qrels, view } = bench;
  const statements: string[] = [];
  if (split) {
    const sizes = `${split.train.length} training, ${split.validation.length > 0 ? `${split.validation.length} validation, ` : ''}${split.test.length} test interactions`;
    const when = Number.isNaN(split.testStartMs) ? '' : `, test from ${day(split.testStartMs)}`;
    statements.push(`Split: ${split.id}${when}; ${sizes}`, ...timeTieStatements(split));
  }
  if (view.latestTimestampMs > view.referenceTimeMs) {
    statements.push(
      `The reference time is ${day(view.referenceTimeMs)}: interactions dated up to ${day(view.latestTimestampMs)} are far later than the rest and ignored for it`,
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
  statements.push(...coldStatements(config, bench, outcomes));
  statements.push(scoreTieStatements[config.scoreTies]);
  statements.push(
    config.countMissingAsZero
      ? 'Users without relevant videos count as 0'
      : 'Users without relevant videos are excluded from means and counted',
  );
  statements.push('Offline comparison on logged interactions: these lists were not shown to users');
  return statements;
}

const scoreTieStatements: Readonly<Record<ScoreTies, string>> = {
  row: 'Equal scores: the lower row (the order of the file) stands first; scores within 1e-9 of each other count as equal where ranges over ties are given',
  id: 'Equal scores (within 1e-9): the smaller id stands first',
  random: 'Equal scores (within 1e-9): a seeded draw per user and video decides',
};

/** How each variant handled users without history; empty if every user has one. */
function coldStatements(
  { variants }: Pick<ExperimentConfig, 'variants'>,
  { qrels, view }: EvaluationBench,
  outcomes: readonly NamedLists[],
): string[] {
  const mask = coldUsersOf(view);
  const cold = qrels.users.reduce((sum, user) => sum + mask[user], 0);
  const kinds = outcomes.map(({ name, lists }, v) => {
    const { fallback, empty, warm } = lists ?? { fallback: 0, empty: 0, warm: 0 };
    const ofWarm = warm > 0 ? [`${warm} of these lists are of users with a training history`] : [];
    const counts = [...(fallback > 0 ? [`${fallback} fallback lists`] : []), ...(empty > 0 ? [`${empty} empty lists`] : []), ...ofWarm];
    const policy = cold > 0 ? coldUsersPolicies[variants[v].candidates.coldUsers] : '';
    return { name, text: [policy, ...counts].filter((part) => part !== '').join('; ') };
  });
  const described = kinds.filter(({ text }) => text !== '').map(({ name, text }) => `${name}: ${text}`);
  if (cold === 0 && described.length === 0) return [];
  return [`${cold} of ${qrels.users.length} test users have no training history`, ...described];
}
