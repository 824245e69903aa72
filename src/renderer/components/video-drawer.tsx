import { Badge, Drawer, Group } from '@mantine/core';
import type { ReactElement } from 'react';
import { useVideo } from '../api/queries';
import { formatCount, formatDay, formatDuration } from '../logic/format';
import { categoryColor } from '../logic/category-colors';
import { Failed } from './failed';
import { Loading } from './loading';
import classes from './facts.module.css';

interface Props {
  readonly videoId: string | null;
  readonly onClose: () => void;
}

/** Everything known about one video. */
export function VideoDrawer({ videoId, onClose }: Props): ReactElement {
  const { data, error } = useVideo(videoId);
  const facts = data && [
    ['Id', data.videoId],
    ['Creator', data.creator ?? '–'],
    ['Published', formatDay(data.publishedAtMs)],
    ['Duration', data.durationSeconds === null ? '–' : formatDuration(data.durationSeconds * 1000)],
    ['Interactions', formatCount(data.interactionCount)],
  ];
  return (
    <Drawer opened={videoId !== null} onClose={onClose} position="right" size="md" title={data?.title ?? 'Video'}>
      {error && <Failed error={error} />}
      {!data && !error && videoId !== null && <Loading label="Reading the video" />}
      {data && facts && (
        <div className={classes.stack}>
          <Group gap={6}>
            {data.categories.map((category) => (
              <Badge
                key={category}
                variant="default"
                tt="none"
                fw={500}
                leftSection={<i className={classes.swatch} style={{ background: categoryColor(category) }} />}
              >
                {category}
              </Badge>
            ))}
          </Group>
          <dl className={classes.facts}>
            {facts.map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {data.tags.length > 0 && <p className={classes.tags}>{data.tags.join(' · ')}</p>}
          {data.description !== '' && <p className={classes.text}>{data.description}</p>}
        </div>
      )}
    </Drawer>
  );
}
