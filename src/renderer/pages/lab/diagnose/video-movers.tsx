import { useState, type ReactElement } from 'react';
import type { VideoMover } from '#shared/schemas/diagnose';
import { VideoDrawer } from '../../../components/video/video-drawer';
import { formatDifference, formatValue } from '../../../logic/format';
import classes from './diagnose.module.css';
import { FramedTable } from './framed-table';

interface Props {
  readonly title: string;
  readonly videos: readonly VideoMover[];
  readonly names: readonly [string, string];
}

const most = 20;

/** Videos by change of exposure, with the number of lists that have them. */
export function VideoMovers({ title, videos, names: [before, after] }: Props): ReactElement {
  const [opened, open] = useState<string | null>(null);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <FramedTable label={`${title}, table`} columns={['Video', 'exposure', 'change', 'lists']} texts={['Video']}>
        {videos.slice(0, most).map((video) => (
          <tr key={video.videoId}>
            <th scope="row">
              <button type="button" className={classes.link} title={video.videoId} onClick={() => open(video.videoId)}>
                {video.title === '' ? video.videoId : video.title}
              </button>
            </th>
            <td className={classes.number} title={`${before} → ${after}`}>
              {formatValue(video.before)} → {formatValue(video.after)}
            </td>
            <td
              className={`${classes.number} ${classes.strong}`}
              title={`${formatDifference(video.low)} … ${formatDifference(video.high)}`}
            >
              {formatDifference(video.difference)}
            </td>
            <td className={classes.number}>
              {video.listsBefore} → {video.listsAfter}
            </td>
          </tr>
        ))}
      </FramedTable>
      <VideoDrawer videoId={opened} onClose={() => open(null)} />
    </section>
  );
}
