import { useState, type ReactElement } from 'react';
import type { UserListRow } from '#shared/schemas/dataset';
import { api } from '../../../api/client';
import type { FetchPage } from '../../../api/use-paged-rows';
import type { Column } from '../../../components/virtual-table';
import { formatCount } from '../../../logic/format';
import { BrowseTable } from './browse-table';
import { UserDrawer } from './user-drawer';

const columns: readonly Column<UserListRow>[] = [
  { name: 'User', width: 'minmax(110px, 1fr)', cell: ({ userId }) => userId },
  { name: 'Interactions', width: '120px', numeric: true, cell: ({ interactionCount }) => formatCount(interactionCount) },
  {
    name: 'Other columns',
    width: 'minmax(140px, 2fr)',
    cell: (row) =>
      Object.entries(row.columns)
        .map(([name, value]) => `${name}: ${value}`)
        .join(' · '),
  },
];
const fetchPage: FetchPage<UserListRow> = (input, signal) => api().dataset.users(input, { signal });

export function UsersTable(): ReactElement {
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <BrowseTable
        kind="users"
        placeholder="Search by id"
        columns={columns}
        fetchPage={fetchPage}
        onOpen={({ userId }) => setOpened(userId)}
      />
      <UserDrawer userId={opened} onClose={() => setOpened(null)} />
    </>
  );
}
