import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactElement } from 'react';
import type { InteractionRow } from '#shared/schemas/dataset';
import { api } from '../../../api/client';
import type { FetchPage } from '../../../api/use-paged-rows';
import type { Column } from '../../../components/virtual-table';
import { formatMinute } from '../../../logic/format';
import { BrowseTable } from './browse-table';
import { furtherText } from './further-cells';
import { LogInteractionForm } from './log-interaction-form';

const columns: readonly Column<InteractionRow>[] = [
  { name: 'User', width: 'minmax(70px, 140px)', cell: ({ userId }) => userId },
  { name: 'Video', width: 'minmax(170px, 1fr)', cell: ({ title, videoId }) => (title === '' ? videoId : title) },
  { name: 'Kind', width: '110px', cell: ({ kind }) => kind },
  { name: 'Value', width: '90px', numeric: true, cell: ({ value }) => value ?? '' },
  { name: 'When', width: '150px', cell: ({ timestampMs }) => (timestampMs === null ? '' : formatMinute(timestampMs)) },
  { name: 'Other columns', width: 'minmax(110px, 1fr)', cell: (row) => furtherText(row.columns) },
];
const fetchPage: FetchPage<InteractionRow> = (input, signal) => api().dataset.interactions(input, { signal });

export function InteractionsTable(): ReactElement {
  const [formOpen, form] = useDisclosure(false);
  return (
    <>
      <BrowseTable
        kind="interactions"
        placeholder="Search users and videos"
        columns={columns}
        fetchPage={fetchPage}
        actions={<Button onClick={form.open}>Log an interaction</Button>}
      />
      <LogInteractionForm opened={formOpen} onClose={form.close} />
    </>
  );
}
