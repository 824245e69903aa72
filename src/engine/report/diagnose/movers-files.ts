import type { Mover, MoversOutput, VideoMover } from '#shared/schemas/diagnose';
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

/** The listed users and videos, those that gain first. */
export const moversFiles = ({ metric, gained, lost, videosGained, videosLost, conventions }: MoversOutput): ReportFile[] => [
  { name: 'movers-users.csv', mediaType: 'text/csv', content: writeCsv(userColumns(metric, conventions), [...gained, ...lost]) },
  { name: 'movers-videos.csv', mediaType: 'text/csv', content: writeCsv(videoColumns(conventions), [...videosGained, ...videosLost]) },
  ...conventionsFiles(conventions, 'movers-conventions.json'),
];
