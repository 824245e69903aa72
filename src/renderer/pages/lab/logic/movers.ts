import type { MoversOutput } from '#shared/schemas/diagnose';
import { formatDifference, plural } from '../../../logic/format';
import { segmentText } from '#shared/segment-names';
import type { TextTable } from '../../../logic/table-text';
import { partNames, shownParts } from './blame';

/** `120 of 400 users gain and 98 lose ndcg@10; mean change by retrieval +.01, …` */
export function moversSentence({ gainedCount, lostCount, pairCount, metric, parts, reasonMetric }: MoversOutput): string {
  const by = shownParts.map((part) => `${partNames[part]} ${formatDifference(parts[part])}`).join(', ');
  return `Of ${plural(pairCount, 'user')} ${gainedCount} gain and ${lostCount} lose ${metric}; mean change of ${reasonMetric} by ${by}`;
}

export const moversTable = ({ gained, lost, metric }: MoversOutput): TextTable => ({
  columns: ['user', `${metric} before`, `${metric} after`, 'change', 'mainly by', ...shownParts.map((part) => `by ${partNames[part]}`)],
  rows: [...lost, ...gained].map(({ userId, before, after, difference, reason, parts }) => [
    userId,
    before,
    after,
    difference,
    reason === null ? '' : partNames[reason],
    ...shownParts.map((part) => parts[part]),
  ]),
});

/** One row per group of users, worst first. */
export const groupsTable = ({ segments, metric, names: [before, after] }: MoversOutput): TextTable => ({
  columns: [
    'group',
    'users',
    'lose',
    'gain',
    `${metric} ${before}`,
    `${metric} ${after}`,
    'difference',
    'low',
    'high',
    'corrected p',
    'verdict',
  ],
  rows: segments.map(({ userCount, lostCount, gainedCount, comparison, ...group }) => [
    segmentText(group),
    userCount,
    lostCount,
    gainedCount,
    comparison.baselineValue,
    comparison.value,
    comparison.difference,
    comparison.interval.low,
    comparison.interval.high,
    comparison.adjustedPValue,
    comparison.verdict,
  ]),
});

export const videosTable = ({ videosGained, videosLost }: MoversOutput): TextTable => ({
  columns: ['video', 'title', 'exposure before', 'exposure after', 'change', 'low', 'high', 'lists before', 'lists after'],
  rows: [...videosLost, ...videosGained].map((video) => [
    video.videoId,
    video.title,
    video.before,
    video.after,
    video.difference,
    video.low,
    video.high,
    video.listsBefore,
    video.listsAfter,
  ]),
});
