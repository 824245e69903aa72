import type { RelevanceSettings } from '#shared/schemas/experiment';
import type { MultiverseChoiceId, MultiverseChoices } from '#shared/schemas/multiverse';
import { splitRegistry } from '../../dataset/splits/registry';
import { metricRegistry } from '../../evaluate/metrics/registry';
import { fractionOf, withCandidates, type Setting } from './setting';

type OptionOf<Id extends MultiverseChoiceId> = NonNullable<MultiverseChoices[Id]>[number];

/** One convention that a comparison can be repeated under. */
export interface Choice<Option = unknown> {
  readonly id: MultiverseChoiceId;
  readonly label: string;
  readonly optionLabel: (option: Option) => string;
  readonly apply: (setting: Setting, option: Option) => Setting;
  /** Whether the setting made so far has such a choice; left out: always. */
  readonly applies?: (setting: Setting) => boolean;
}

/** Keeps each choice's own type of option while the list holds them all. */
function choice<Id extends MultiverseChoiceId>(id: Id, rest: Omit<Choice<OptionOf<Id>>, 'id'>): Choice {
  return { id, ...rest } as unknown as Choice;
}

const withConfig = (setting: Setting, config: Partial<Setting['config']>): Setting => ({
  ...setting,
  config: { ...setting.config, ...config },
});

/** Whether a split takes a share of the interactions or users, given its other parameters. */
const takesFraction = ({ config: { split } }: Setting): boolean => fractionOf(split) !== undefined;

const paramsText = (params: Record<string, unknown>): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

const splitLabel = ({ id, params }: OptionOf<'split'>): string => {
  const { fraction: _fraction, ...others } = params;
  const text = paramsText(others);
  return text === '' ? id : `${id} (${text})`;
};

const own = 'as each variant has it';

function relevanceLabel(relevance: RelevanceSettings): string {
  switch (relevance.rule) {
    case 'threshold':
      return `value ≥ ${relevance.minimum}`;
    case 'kind':
      return `kind ${relevance.kinds.join(' or ')}`;
    case 'any':
      return 'any interaction';
    case 'graded':
      return 'graded by value';
  }
}

const scoreTieLabels = { row: 'row of the file', id: 'smaller id', random: 'drawn' };
const timeTieLabels = { id: 'larger id last', row: 'later row last', all: 'all tested', random: 'drawn' };
const coldLabels = { own, fallback: 'fallback list', empty: 'empty list (0)', exclude: 'left out' };

/**
 * Every choice, in the order in which work is shared: models depend on the first four, judgements and pools on the next four, and
 * the lists of one pool serve all the others; the last two are read off the same measurement.
 */
export const multiverseChoices: readonly Choice[] = [
  choice('split', {
    label: 'Split',
    optionLabel: splitLabel,
    apply: (setting, { id, params }) => withConfig(setting, { split: { ...setting.config.split, id, params } }),
  }),
  choice('fraction', {
    label: 'Test fraction',
    optionLabel: (fraction) => String(fraction),
    applies: takesFraction,
    apply: (setting, fraction) => {
      const { split } = setting.config;
      return withConfig(setting, { split: { ...split, params: { ...split.params, fraction } } });
    },
  }),
  choice('timeTies', {
    label: 'Ties in time',
    optionLabel: (rule) => timeTieLabels[rule],
    applies: ({ config }) => splitRegistry.get(config.split.id, 'split.id').cutsHistories === true,
    apply: (setting, timeTies) => withConfig(setting, { split: { ...setting.config.split, timeTies } }),
  }),
  choice('trainValues', {
    label: 'Training values',
    optionLabel: (values) => values,
    apply: (setting, trainValues) => ({ ...setting, trainValues }),
  }),
  choice('relevance', {
    label: 'Relevant',
    optionLabel: relevanceLabel,
    apply: (setting, relevance) => withConfig(setting, { relevance }),
  }),
  choice('seenItems', {
    label: 'Seen videos',
    optionLabel: (rule) => (rule === 'own' ? own : rule),
    apply: (setting, rule) => (rule === 'own' ? setting : withCandidates(setting, { removeSeen: rule === 'removed' })),
  }),
  choice('universe', {
    label: 'Candidates',
    optionLabel: (universe) => ({ own, training: 'known in training', all: 'all videos' })[universe],
    apply: (setting, universe) => (universe === 'own' ? setting : withCandidates(setting, { universe })),
  }),
  choice('coldUsers', {
    label: 'Cold users',
    optionLabel: (policy) => coldLabels[policy],
    apply: (setting, coldUsers) => (coldUsers === 'own' ? setting : withCandidates(setting, { coldUsers })),
  }),
  choice('scoreTies', {
    label: 'Equal scores',
    optionLabel: (rule) => scoreTieLabels[rule],
    apply: (setting, scoreTies) => withConfig(setting, { scoreTies }),
  }),
  choice('usersWithoutRelevant', {
    label: 'Users without relevant videos',
    optionLabel: (rule) => (rule === 'zero' ? 'count as 0' : 'excluded'),
    apply: (setting, rule) => withConfig(setting, { countMissingAsZero: rule === 'zero' }),
  }),
  choice('dialect', {
    label: 'Definition',
    optionLabel: (id) => id,
    apply: (setting, id) => {
      const { metric } = setting;
      return id === metric.id ? setting : { ...setting, metric: { name: id, id, cutoff: metric.cutoff, params: '' } };
    },
  }),
  choice('cutoff', {
    label: 'k',
    optionLabel: (cutoff) => String(cutoff),
    applies: ({ metric }) => metricRegistry.get(metric.id).cutoff !== 'none',
    apply: (setting, cutoff) => ({ ...setting, metric: { ...setting.metric, cutoff } }),
  }),
];

/** Choices that exist only under some splits: they are no difference of their own between two splits. */
export const ofSplit: ReadonlySet<string> = new Set<MultiverseChoiceId>(['fraction', 'timeTies']);
