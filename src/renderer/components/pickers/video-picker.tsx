import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { api } from '../../api/client';
import { useVideo } from '../../api/queries';
import { keys } from '../../api/query-keys';

interface Props {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string | null;
  readonly onChange: (videoId: string) => void;
  readonly width: number;
}

/** Finds a video by its title or id among all of them. */
export function VideoPicker({ label, placeholder = 'Find a video', value, onChange, width }: Props): ReactElement {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 150);
  const { data: chosen } = useVideo(value);
  const searchText = settled === chosen?.title ? '' : settled;
  const { data } = useQuery({
    queryKey: keys.table('videos', `pick ${searchText}`),
    queryFn: ({ signal }) => api().dataset.videos({ search: searchText, offset: 0, limit: 50 }, { signal }),
    placeholderData: keepPreviousData,
  });
  const found = new Map((data?.rows ?? []).map(({ videoId, title }) => [videoId, title]));
  if (chosen) found.set(chosen.videoId, chosen.title);
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      w={width}
      maw="100%"
      searchable
      limit={60}
      maxDropdownHeight={280}
      comboboxProps={{ width: 340, position: 'bottom-end' }}
      data={[...found].map(([id, title]) => ({ value: id, label: title === '' ? id : title }))}
      filter={({ options }) => options}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
      onSearchChange={setSearch}
      nothingFoundMessage="No such video"
      allowDeselect={false}
    />
  );
}
