import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import type { Dataset } from '../../model/dataset';
import type { PreparedSignal } from '../port';
import type { KindInputs, SignalKind } from './port';
import { videoNumbers } from './video-numbers';
import { labelsAt } from '../../core/containers/label-columns';

const params = z.strictObject({
  user: z.string().min(1).max(500).meta({ suggestions: 'userColumns' }).describe('Column of the users'),
  video: z.string().min(1).max(500).meta({ suggestions: 'videoColumns' }).describe('Column of the videos; also category, creator, tags'),
  how: z
    .enum(['equal', 'overlap', 'within'])
    .meta({ labels: { equal: 'One label is the same', overlap: 'Share of labels in common', within: 'Numbers within a band' } })
    .default('equal')
    .describe('What the two properties have in common counts: 1 for a shared label, the share of all their labels, or 1 within the band'),
  separator: z.string().max(5).default('|').describe('Between several labels of a user, for overlap'),
  band: z.number().min(0).max(1e12).default(0).describe('Largest distance of two numbers that match, for within'),
  absent: z.number().min(-1e12).max(1e12).default(0).describe('The value where the user or the video has none'),
});
type Params = z.infer<typeof params>;

/** Whether a property of the user goes with a property of the video: language, country, price band. */
export const match: SignalKind<Params> = {
  id: 'match',
  label: 'Match of user and video',
  description: 'Compares a column of the users with a column of the videos: the same language, shared interests, a price within reach.',
  unit: 'match',
  params,
  madeElsewhere: ({ user, video }) => `the columns ${user} of the users and ${video} of the videos`,
  prepare: (inputs, settings) => (settings.how === 'within' ? numbersWithin(inputs, settings) : labelsMatch(inputs, settings)),
};

function userColumn({ view, place }: KindInputs, { user }: Params): Dataset['users']['columns'][string] {
  const { columns } = view.dataset.users;
  if (Object.hasOwn(columns, user)) return columns[user];
  throw new RankLabError('INVALID_ARGUMENT', `The users have no column “${user}”`, {
    place: `${place}.user`,
    value: user,
    remedy: `Columns of the users: ${Object.keys(columns).join(', ') || 'none'}`,
  });
}

/** Labels of a row. */
type LabelsOf = (item: number) => readonly string[];

function videoLabels({ view, place }: KindInputs, { video }: Params): LabelsOf {
  const { items } = view.dataset;
  const column = Object.hasOwn(items.columns, video) ? items.columns[video] : undefined;
  if (column && !('values' in column)) {
    if ('offsets' in column) return (item) => labelsAt(column, item);
    return (item) => (column.codes[item] >= 0 ? [column.labels[column.codes[item]]] : []);
  }
  if (!column && video === 'tags') return (item) => items.tags[item] ?? [];
  if (!column && video === 'creator')
    return (item) => (items.creators.codes[item] >= 0 ? [items.creators.labels[items.creators.codes[item]]] : []);
  if (!column && video === 'category') return (item) => labelsAt(items.categories, item);
  const names = [
    'category',
    'creator',
    'tags',
    ...Object.entries(items.columns).flatMap(([name, { type }]) => (type === 'text' || type === 'labels' ? [name] : [])),
  ];
  throw new RankLabError(
    'INVALID_ARGUMENT',
    column ? `The column “${video}” of the videos holds ${column.type}, not labels` : `The videos have no column “${video}”`,
    {
      place: `${place}.video`,
      value: video,
      remedy: `Columns of labels: ${names.join(', ')}`,
    },
  );
}

function labelsMatch(inputs: KindInputs, settings: Params): PreparedSignal {
  const { labels, codes } = userColumn(inputs, settings);
  const labelsOf = videoLabels(inputs, settings);
  const several = settings.how === 'overlap' && settings.separator !== '';
  const sets = labels.map((label) => new Set(several ? label.split(settings.separator).map((part) => part.trim()) : [label]));
  const known = new Map<number, readonly string[]>();
  const ofVideo = (item: number): readonly string[] => {
    const found = known.get(item) ?? labelsOf(item);
    known.set(item, found);
    return found;
  };
  const setOf = (user: number | undefined): Set<string> | undefined =>
    user === undefined || !(codes[user] >= 0) ? undefined : sets[codes[user]];
  return {
    hasValue: ({ userRow }, item) => setOf(userRow) !== undefined && ofVideo(item).length > 0,
    compute({ userRow }, items, from, count, out, stride, offset) {
      const own = setOf(userRow);
      for (let c = from; c < from + count; c++) {
        const others = own ? ofVideo(items[c]) : [];
        out[c * stride + offset] = own && others.length > 0 ? agreement(own, others, settings.how === 'overlap') : settings.absent;
      }
    },
  };
}

function agreement(own: ReadonlySet<string>, others: readonly string[], asShare: boolean): number {
  const distinct = new Set(others);
  let shared = 0;
  for (const label of distinct) if (own.has(label)) shared++;
  return asShare ? shared / (own.size + distinct.size - shared) : Math.min(1, shared);
}

function numbersWithin(inputs: KindInputs, settings: Params): PreparedSignal {
  const { labels, codes } = userColumn(inputs, settings);
  const numbers = labels.map((label) => (label.trim() === '' ? NaN : Number(label)));
  if (numbers.length > 0 && numbers.every(Number.isNaN)) {
    throw new RankLabError('INVALID_ARGUMENT', `The column “${settings.user}” of the users holds no numbers`, {
      place: `${inputs.place}.user`,
      value: settings.user,
      remedy: 'Use equal or overlap',
    });
  }
  const { values } = videoNumbers(inputs.view.dataset, settings.video, `${inputs.place}.video`);
  const ofUser = (user: number | undefined): number => (user === undefined || !(codes[user] >= 0) ? NaN : numbers[codes[user]]);
  return {
    hasValue: ({ userRow }, item) => !Number.isNaN(ofUser(userRow) - (values[item] ?? NaN)),
    compute({ userRow }, items, from, count, out, stride, offset) {
      const own = ofUser(userRow);
      for (let c = from; c < from + count; c++) {
        const distance = Math.abs(own - (values[items[c]] ?? NaN));
        out[c * stride + offset] = Number.isNaN(distance) ? settings.absent : distance <= settings.band ? 1 : 0;
      }
    },
  };
}
