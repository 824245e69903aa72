import { Badge, Button, Drawer, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { memo, useState, type ReactElement } from 'react';
import type { VideoRow } from '#shared/schemas/dataset';
import { useVideo } from '../../api/queries';
import { workspaceChanged } from '../../api/query-client';
import { formatCount, formatDay, formatDuration } from '../../logic/format';
import { useCategoryColor } from '../../stores/category-store';
import { Failed } from '../failed';
import { Loading } from '../loading';
import { Facts } from '../facts';
import classes from '../facts.module.css';
import { EditVideoForm } from './edit-video-form';
import { removeVideo } from './video-actions';

interface Props {
  readonly videoId: string | null;
  readonly onClose: () => void;
}

/** Details of one video, with edit and remove. Memoised, because the lists beside it re-render often. */
export const VideoDrawer = memo(function VideoDrawer({ videoId, onClose }: Props): ReactElement {
  const { data, error, refetch } = useVideo(videoId);
  const [editing, setEditing] = useState(false);
  const categoryColor = useCategoryColor();
  const facts = data && [
    ['Id', data.videoId],
    ['Creator', data.creator ?? '–'],
    ['Published', formatDay(data.publishedAtMs)],
    ['Duration', data.durationSeconds === null ? '–' : formatDuration(data.durationSeconds * 1000)],
    ['Interactions', formatCount(data.interactionCount)],
  ];
  return (
    <Drawer opened={videoId !== null} onClose={onClose} position="right" size="md" title={data?.title ?? 'Video'} closeOnEscape={!editing}>
      {error && <Failed error={error} title="The video cannot be read" onRetry={() => void refetch()} />}
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
          <Facts facts={facts} />
          {data.tags.length > 0 && <p className={classes.tags}>{data.tags.join(' · ')}</p>}
          {data.description !== '' && <p className={classes.text}>{data.description}</p>}
          <Actions key={data.videoId} video={data} editing={editing} onEdit={setEditing} onClose={onClose} />
        </div>
      )}
    </Drawer>
  );
});

interface ActionsProps {
  readonly video: VideoRow;
  readonly editing: boolean;
  readonly onEdit: (editing: boolean) => void;
  readonly onClose: () => void;
}

function Actions({ video, editing, onEdit, onClose }: ActionsProps): ReactElement {
  const remove = useMutation({
    mutationFn: () => removeVideo(video),
    onSuccess: () => {
      onClose();
      return workspaceChanged();
    },
  });
  return (
    <>
      {remove.error && <Failed error={remove.error} title="The video was not removed" />}
      <Group gap={8}>
        <Button variant="default" onClick={() => onEdit(true)}>
          Edit
        </Button>
        <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
          Remove
        </Button>
      </Group>
      {editing && <EditVideoForm video={video} onClose={() => onEdit(false)} />}
    </>
  );
}
