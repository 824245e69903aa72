import { RankLabError } from '#shared/errors';
import type { RelevanceSettings } from '#shared/schemas/experiment';
import type { MultiverseChoices } from '#shared/schemas/multiverse';
import { parseParams } from '../../core/registry';
import { leaveLastSplit } from '../../dataset/splits/leave-last';
import { splitRegistry } from '../../dataset/splits/registry';
import { defaultTestFraction } from '../../dataset/splits/strategy';
import { timeSplit } from '../../dataset/splits/time';
import { dialectsOf } from '../../evaluate/comparison/dialects';
import { metricRegistry } from '../../evaluate/metrics/registry';
import type { Dataset } from '../../model/dataset';
import { commonOf, fractionOf, type Setting } from './setting';

/** Cutoffs in common use. */
const usualCutoffs = [5, 10, 20];
/** Interactions per user that the proposed leave-last split tests on. */
const leftOut = 5;
/** With more distinct values a threshold between them is no convention. */
const mostGrades = 50;

/**
 * The options of every choice: those given, and for the rest the setting's own with the alternatives that are in common use.
 * @throws INVALID_ARGUMENT for an unknown split, a wrong parameter, a definition of another metric, or a cutoff for a metric without.
 */
export function resolveChoices(given: MultiverseChoices, base: Setting, dataset: Dataset): MultiverseChoices {
  check(given, base);
  const { config, metric } = base;
  const { split } = config;
  const ownSplit = { id: split.id, params: split.params };
  const fraction = fractionOf(split);
  const coldUsers = commonOf(base, 'coldUsers');
  const removeSeen = commonOf(base, 'removeSeen');
  const dialects = dialectsOf(metric.id, metric.cutoff !== undefined).map(({ id }) => id);
  const proposed: MultiverseChoices = {
    split: [ownSplit, ...otherSplits(split.id, dataset)],
    ...(fraction !== undefined && { fraction: [fraction] }),
    timeTies: [split.timeTies],
    trainValues: [base.trainValues],
    relevance: [config.relevance, ...otherRelevance(config.relevance, dataset)],
    seenItems: [removeSeen === undefined ? 'own' : removeSeen ? 'removed' : 'kept'],
    universe: [commonOf(base, 'universe') ?? 'own'],
    coldUsers: coldUsers === 'exclude' ? ['exclude', 'empty'] : [coldUsers ?? 'own', 'exclude'],
    scoreTies: [config.scoreTies],
    usersWithoutRelevant: [config.countMissingAsZero ? 'zero' : 'excluded'],
    dialect: dialects,
    ...(metric.cutoff !== undefined && { cutoff: [...new Set([metric.cutoff, ...usualCutoffs])].sort((a, b) => a - b) }),
  };
  return { ...proposed, ...Object.fromEntries(Object.entries(given).filter(([, options]) => options !== undefined)) };
}

function check({ split = [], fraction, dialect = [], cutoff }: MultiverseChoices, { metric, config }: Setting): void {
  for (const [s, { id, params }] of split.entries()) {
    parseParams(splitRegistry.get(id, `choices.split.${s}.id`), params, `choices.split.${s}.params`);
  }
  const known = dialectsOf(metric.id, metric.cutoff !== undefined || cutoff !== undefined).map(({ id }) => id);
  for (const [d, id] of dialect.entries()) {
    if (known.includes(id)) continue;
    throw new RankLabError('INVALID_ARGUMENT', `“${id}” is no definition of ${metric.name}; its definitions are ${known.join(', ')}`, {
      place: `choices.dialect.${d}`,
      value: id,
      remedy: `Use ${known.join(', ')}`,
    });
  }
  if (cutoff && metricRegistry.get(metric.id).cutoff === 'none') throw noSuchChoice('cutoff', `${metric.name} takes no cutoff`);
  const splits = split.length > 0 ? split : [config.split];
  const withFraction = ({ id, params }: { id: string; params: Record<string, unknown> }): boolean =>
    splitRegistry.get(id).params.safeParse({ ...params, fraction: 0.5 }).success;
  if (fraction && split.length > 0 && !splits.some(withFraction))
    throw noSuchChoice('fraction', 'None of the splits takes a test fraction');
}

const noSuchChoice = (id: string, message: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', message, { place: `choices.${id}`, remedy: `Leave ${id} out` });

const counterparts: Readonly<Record<string, NonNullable<MultiverseChoices['split']>>> = {
  [timeSplit.id]: [{ id: leaveLastSplit.id, params: { count: leftOut } }],
  [leaveLastSplit.id]: [{ id: timeSplit.id, params: { fraction: defaultTestFraction } }],
};

/** A split by time and one by user: the two that are reported most. */
function otherSplits(id: string, { interactions: { timestampsMs } }: Dataset): NonNullable<MultiverseChoices['split']> {
  const times = new Set<number>();
  for (const time of timestampsMs) {
    if (Number.isNaN(time)) return [];
    if (times.size < 2) times.add(time);
  }
  if (times.size < 2) return [];
  return counterparts[id] ?? [];
}

/** Every interaction beside a rule, and a threshold beside every interaction: the smallest value above the mean, as 4 of 5 stars. */
function otherRelevance({ rule }: RelevanceSettings, { interactions: { values } }: Dataset): RelevanceSettings[] {
  if (rule !== 'any') return [{ rule: 'any' }];
  const grades = new Set<number>();
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (grades.size <= mostGrades) grades.add(value);
    sum += value;
    count++;
  }
  if (grades.size < 2 || grades.size > mostGrades) return [];
  const mean = sum / count;
  const minimum = [...grades].filter((grade) => grade > mean).reduce((least, grade) => Math.min(least, grade), Infinity);
  return [{ rule: 'threshold', minimum }];
}
