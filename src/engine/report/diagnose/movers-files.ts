import type { MovedSegment, Mover, MoversOutput, VideoMover } from '#shared/schemas/diagnose';
import type { ReportFile } from '../report-format';
import { conventionsFiles } from '../conventions-comment';
import { conventionsColumn } from '../conventions-id';
import { writeCsv, type Column } from '../table';

const userColumns = (metric: string, conventions: MoversOutput['conventions']): Column<Mover>[] => [
  { name: 'user', value: ({ userId }) => userId },
  { name: 'metric', value: () => metric },
  { name: 'before', value: ({ before }) => before },
  { name: 'after', value: ({ after }) => after },
  { name: 'difference', value: ({ difference }) => difference },
  { name: 'reason', value: ({ reason }) => reason ?? undefined },
  ...(['retrieval', 'pool', 'filters', 'ranking'] as const).map((part): Column<Mover> => ({
    name: `by_${part}`,
    value: ({ parts }) => parts[part],
  })),
  conventionsColumn(conventions),
];

const videoColumns = (conventions: MoversOutput['conventions']): Column<VideoMover>[] => [
  { name: 'video', value: ({ videoId }) => videoId },
  { name: 'title', value: ({ title }) => title },
  { name: 'exposure_before', value: ({ before }) => before },
  { name: 'exposure_after', value: ({ after }) => after },
  { name: 'difference', value: ({ difference }) => difference },
  { name: 'low', value: ({ low }) => low ?? undefined },
  { name: 'high', value: ({ high }) => high ?? undefined },
  { name: 'lists_before', value: ({ listsBefore }) => listsBefore },
  { name: 'lists_after', value: ({ listsAfter }) => listsAfter },
  conventionsColumn(conventions),
];

const groupColumns = (metric: string, conventions: MoversOutput['conventions']): Column<MovedSegment>[] => [
  { name: 'segmentation', value: ({ segmentation }) => segmentation },
  { name: 'segment', value: ({ segment }) => segment },
  { name: 'metric', value: () => metric },
  { name: 'users', value: ({ userCount }) => userCount },
  { name: 'pairs', value: ({ comparison }) => comparison.pairCount },
  { name: 'lost_users', value: ({ lostCount }) => lostCount },
  { name: 'gained_users', value: ({ gainedCount }) => gainedCount },
  { name: 'before', value: ({ comparison }) => comparison.baselineValue ?? undefined },
  { name: 'after', value: ({ comparison }) => comparison.value ?? undefined },
  { name: 'difference', value: ({ comparison }) => comparison.difference ?? undefined },
  { name: 'interval_low', value: ({ comparison }) => comparison.interval.low ?? undefined },
  { name: 'interval_high', value: ({ comparison }) => comparison.interval.high ?? undefined },
  { name: 'p_value', value: ({ comparison }) => comparison.pValue ?? undefined },
  { name: 'adjusted_p_value', value: ({ comparison }) => comparison.adjustedPValue ?? undefined },
  { name: 'verdict', value: ({ comparison }) => comparison.verdict },
  conventionsColumn(conventions),
];

const csv = (name: string, content: ReportFile['content']): ReportFile => ({ name, mediaType: 'text/csv', content });

/** The listed users and videos, those that gain first; and the groups, worst first. */
export const moversFiles = ({ metric, segments, gained, lost, videosGained, videosLost, conventions }: MoversOutput): ReportFile[] => [
  csv('movers-users.csv', writeCsv(userColumns(metric, conventions), [...gained, ...lost])),
  csv('movers-videos.csv', writeCsv(videoColumns(conventions), [...videosGained, ...videosLost])),
  ...(segments.length > 0 ? [csv('movers-groups.csv', writeCsv(groupColumns(metric, conventions), segments))] : []),
  ...conventionsFiles(conventions, 'movers-conventions.json'),
];
