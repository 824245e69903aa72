import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { api } from '../../api/client';
import { useUserProfile } from '../../api/queries';
import { keys } from '../../api/query-keys';
import { formatCount } from '../../logic/format';
import { UserSelect } from './user-select';

interface Props {
  readonly value: string | null;
  readonly onChange: (userId: string) => void;
  readonly width?: number;
}

/** Finds a user by id among all of them; the first one is chosen to start with. */
export function UserPicker({ value, onChange, width = 190 }: Props): ReactElement {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 150);
  const { data: profile } = useUserProfile(value);
  const { data } = useQuery({
    queryKey: keys.table('users', `pick ${settled}`),
    queryFn: ({ signal }) => api().dataset.users({ search: settled, offset: 0, limit: 50 }, { signal }),
    placeholderData: keepPreviousData,
  });
  const first = data?.rows[0]?.userId;
  useEffect(() => {
    if (value === null && first !== undefined) onChange(first);
  }, [value, first, onChange]);
  const found = new Map((data?.rows ?? []).map(({ userId, interactionCount }) => [userId, `${userId} · ${formatCount(interactionCount)}`]));
  if (value !== null && !found.has(value)) found.set(value, profile ? `${value} · ${formatCount(profile.interactionCount)}` : value);
  return (
    <UserSelect
      title="The number is how many interactions the user has"
      width={width}
      data={[...found].map(([id, label]) => ({ value: id, label }))}
      value={value}
      onChange={onChange}
      onSearch={setSearch}
    />
  );
}
