import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactElement } from 'react';
import type { VideoRow } from '#shared/schemas/dataset';
import { api } from '../../../api/client';
import type { FetchPage } from '../../../api/use-paged-rows';
import { AddVideoForm } from '../../../components/video/add-video-form';
import { VideoDrawer } from '../../../components/video/video-drawer';
import type { Column } from '../../../components/virtual-table';
import { useCategoryColor } from '../../../stores/category-store';
import { formatCount, formatDay, formatDuration } from '../../../logic/format';
import { BrowseTable } from './browse-table';
import classes from './browse.module.css';
import { furtherText } from './further-cells';

function Categories({ categories }: Pick<VideoRow, 'categories'>): ReactElement {
  const categoryColor = useCategoryColor();
  return (
    <>
      <i className={classes.swatch} style={{ background: categoryColor(categories[0] ?? '') }} />
      {categories.join(', ')}
    </>
  );
}

const columns: readonly Column<VideoRow>[] = [
  { name: 'Title', width: 'minmax(170px, 2fr)', cell: ({ title, videoId }) => (title === '' ? videoId : title) },
  {
    name: 'Categories',
    width: 'minmax(130px, 1fr)',
    cell: ({ categories }) => categories.length > 0 && <Categories categories={categories} />,
  },
  { name: 'Creator', width: 'minmax(90px, 0.7fr)', cell: ({ creator }) => creator ?? '' },
  { name: 'Published', width: '100px', cell: ({ publishedAtMs }) => (publishedAtMs === null ? '' : formatDay(publishedAtMs)) },
  {
    name: 'Duration',
    width: '90px',
    numeric: true,
    cell: ({ durationSeconds }) => (durationSeconds === null ? '' : formatDuration(durationSeconds * 1000)),
  },
  { name: 'Interactions', width: '110px', numeric: true, cell: ({ interactionCount }) => formatCount(interactionCount) },
  { name: 'Other columns', width: 'minmax(110px, 1fr)', cell: (row) => furtherText(row.columns) },
  { name: 'Id', width: '110px', cell: ({ videoId }) => videoId },
];
const fetchPage: FetchPage<VideoRow> = (input, signal) => api().dataset.videos(input, { signal });

export function VideosTable(): ReactElement {
  const [opened, setOpened] = useState<string | null>(null);
  const [formOpen, form] = useDisclosure(false);
  return (
    <>
      <BrowseTable
        kind="videos"
        placeholder="Search titles and ids"
        columns={columns}
        fetchPage={fetchPage}
        onOpen={({ videoId }) => setOpened(videoId)}
        actions={<Button onClick={form.open}>Add a video</Button>}
      />
      <VideoDrawer videoId={opened} onClose={() => setOpened(null)} />
      <AddVideoForm opened={formOpen} onClose={form.close} />
    </>
  );
}
