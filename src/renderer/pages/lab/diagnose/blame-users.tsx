import { Button, CloseButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { BlameUsersOutput } from '#shared/schemas/diagnose';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { CopyTable } from '../../../components/copy-table';
import { Failed } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { formatValue, plural } from '../../../logic/format';
import { partNames, shownParts, type BlamePick, type BlameRow } from '../logic/blame';
import { blamedUsersTable, whereVideos } from '../logic/blamed-users';
import classes from './diagnose.module.css';
import { FramedTable } from './framed-table';
import { UserLink } from './user-link';

interface Props {
  readonly question: Parameters<ReturnType<typeof api>['diagnose']['blame']>[0];
  readonly rows: readonly BlameRow[];
  readonly picked: BlamePick;
  readonly metric: string;
  readonly onClose: () => void;
}

const step = 20;

/** Users of one bar by what they lose in one part; each leads to the user's lists. */
export function BlameUsers({ question, rows, picked, metric, onClose }: Props): ReactElement | null {
  const [limit, setLimit] = useState(step);
  const row = rows.find(({ key }) => key === picked.row);
  const input = { ...question, variant: row?.variant ?? 0, segment: row?.segment ?? null, part: picked.part, limit };
  const { data, error, refetch } = useQuery({
    queryKey: keys.diagnosis('blame-users', JSON.stringify(input)),
    queryFn: ({ signal }) => api().diagnose.blameUsers(input, { signal }),
    placeholderData: keepPreviousData,
    enabled: row !== undefined,
  });
  if (!row) return null;
  const title = `Users by loss in ${partNames[picked.part]}, ${row.label}`;
  if (error) return <Failed error={error} title="The users could not be listed" onRetry={() => void refetch()} />;
  return (
    <section aria-label={title}>
      <div className={classes.usersHead}>
        <h3>{title}</h3>
        {data && <CopyTable what="users" table={() => blamedUsersTable(data.users, metric)} />}
        <CloseButton size="sm" aria-label="Close the users" onClick={onClose} />
      </div>
      {!data && <Loading label="Listing users" />}
      {data && <UserTable users={data.users} metric={metric} part={picked.part} />}
      {data && data.total > data.users.length && (
        <Button size="compact-xs" variant="default" mt={6} onClick={() => setLimit(limit + 5 * step)}>
          More of {plural(data.total, 'user')}
        </Button>
      )}
    </section>
  );
}

interface TableProps {
  readonly users: BlameUsersOutput['users'];
  readonly metric: string;
  readonly part: BlamePick['part'];
}

const UserTable = ({ users, metric, part: picked }: TableProps): ReactElement => (
  <FramedTable
    label="Users and their losses"
    columns={['User', metric, ...shownParts.map((one) => partNames[one]), 'Relevant videos']}
    texts={['User', 'Relevant videos']}
  >
    {users.map((user) => (
      <tr key={user.userId}>
        <th scope="row">
          <UserLink userId={user.userId} />
        </th>
        <td className={classes.number}>{formatValue(user.achieved)}</td>
        {shownParts.map((part) => (
          <td key={part} className={`${classes.number} ${part === picked ? classes.strong : ''}`}>
            {formatValue(user.parts[part])}
          </td>
        ))}
        <td className={classes.mute}>{whereVideos(user)}</td>
      </tr>
    ))}
  </FramedTable>
);
